import { UtcTime } from '#components/ui/utc-time';
import type { ListedIncident } from '#domain/incident/public-incident';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';
import { componentNames, formatLength, formatState } from './format-incident.ts';

/** Shows incidents, one line each. */
export function IncidentLines({ incidents, now }: { incidents: readonly ListedIncident[]; now: Instant }) {
  return (
    <ul className="mt-3 space-y-4">
      {incidents.map((incident) => (
        <Line key={incident.publicId} incident={incident} now={now} />
      ))}
    </ul>
  );
}

function Line({ incident, now }: { incident: ListedIncident; now: Instant }) {
  const names = componentNames(incident);
  return (
    <li>
      <a
        href={`/incidents/${incident.publicId}`}
        className="font-semibold underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
      >
        {incident.title}
      </a>
      <p className="text-small text-quiet">
        {formatState(incident)}, <UtcTime at={incident.startedAt} text={formatMoment(incident.startedAt, now)} />,{' '}
        {formatLength(incident, now)}
        {names && `; ${names}`}; {enIncidents.history.updates(incident.updateCount)}
      </p>
    </li>
  );
}
