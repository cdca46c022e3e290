import { IncidentList } from '#components/site/incidents/incident-list';
import type { ListedIncident } from '#domain/incident/public-incident';
import { yearUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enHome } from '#messages/en/home';

const TEXT = enHome.recent;

/** Shows the latest closed incidents. */
export function RecentIncidents({ incidents, now }: { incidents: readonly ListedIncident[]; now: Instant }) {
  const isOfOtherYear = ({ startedAt }: ListedIncident) => yearUtc(startedAt) !== yearUtc(now);
  return (
    <section id="_recent" aria-labelledby="_recent-title" className="mt-9 sm:mt-12">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="_recent-title" className="text-section">
          {TEXT.title}
        </h2>
        <a href="/history" className="link text-small">
          {TEXT.all}
        </a>
      </div>
      {incidents.length === 0 ? (
        <p className="text-small text-quiet">{TEXT.none}</p>
      ) : (
        <IncidentList incidents={incidents} now={now} hasYear={incidents.some(isOfOtherYear)} />
      )}
    </section>
  );
}
