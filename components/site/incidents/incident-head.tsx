import { Pill } from '#components/ui/pill';
import { UtcTime } from '#components/ui/utc-time';
import { ZoneName } from '#components/ui/zone-name';
import { incidentSpan, outcomeOf, type PublicIncident } from '#domain/incident/public-incident';
import { briefMoment } from '#domain/time/format-brief';
import { dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidentPages } from '#messages/en/incident-pages';
import { formatState } from './format-incident.ts';

const TEXT = enIncidentPages.incident;

/** Shows the title of an incident that has ended, its outcome, and when it was. */
export function IncidentHead({ incident, now }: { incident: PublicIncident; now: Instant }) {
  const { from, to } = incidentSpan(incident, now);
  return (
    <header id="_headline">
      <h1 className="max-w-[24ch] text-title">{incident.title}</h1>
      <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 text-small text-quiet">
        <Pill tone={outcomeOf(incident) === null ? 'operational' : 'not_monitored'}>{formatState(incident)}</Pill>
        <p>
          <bdi>{dayUtc(from)}</bdi>, <UtcTime at={from} text={briefMoment(from, from)} isBrief /> {TEXT.to}{' '}
          <UtcTime at={to} text={briefMoment(to, from)} isBrief /> <ZoneName />
        </p>
      </div>
      <Notices incident={incident} />
    </header>
  );
}

function Notices({ incident: { withdrawnAt, mergedInto, isBackfilled } }: { incident: PublicIncident }) {
  return (
    <div className="mt-3 space-y-1 text-small empty:hidden">
      {withdrawnAt !== null && <p>{TEXT.withdrawn}</p>}
      {isBackfilled && <p className="text-quiet">{TEXT.backfilled}</p>}
      {mergedInto !== null && (
        <p>
          <a href={`/incidents/${mergedInto}`} className="link">
            {TEXT.merged}
          </a>
        </p>
      )}
    </div>
  );
}
