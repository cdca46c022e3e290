import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { enIncidents } from '#messages/en/incidents';
import type { OnCallIncident } from '#server/incidents/console/view-types';

const TEXT = consoleIncidentsEn;

/** Shows open incidents with their state and the time of the last update. */
export function OpenIncidents({ incidents, now }: { incidents: readonly OnCallIncident[]; now: Instant }) {
  return (
    <section className="mt-8" aria-labelledby="open">
      <h2 id="open" className="text-section">
        {TEXT.openIncidents}
      </h2>
      {incidents.length === 0 && <p className="mt-2">{TEXT.noneOpen}</p>}
      <ul>
        {incidents.map((incident) => (
          <li key={incident.publicId} className="border-b border-line py-3">
            <a
              href={`/console/incidents/${incident.publicId}`}
              className="inline-block min-h-6 font-semibold text-accent underline underline-offset-4"
            >
              {incident.title}
            </a>
            <p className="text-small">
              {enIncidents.state[incident.state]}
              {!incident.isPublic && `, ${TEXT.notPublic}`} · {incident.components.join(', ')} ·{' '}
              <LastWord incident={incident} now={now} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function LastWord({ incident: { lastUpdateAt }, now }: { incident: OnCallIncident; now: Instant }) {
  if (lastUpdateAt === null) return TEXT.noUpdates;
  return (
    <>
      {TEXT.lastUpdate} <UtcTime at={lastUpdateAt} text={formatMoment(lastUpdateAt, now)} />
    </>
  );
}
