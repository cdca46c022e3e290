import { formatBriefDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import { downtimeMs, type ListedIncident } from '#domain/incident/public-incident';
import { dayOfYearUtc } from '#domain/time/format-brief';
import { dayUtc, yearUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** Shows when the latest incident was and how long its outage lasted. */
export function LastIncident({ incident, now }: { incident: ListedIncident; now: Instant }) {
  const { startedAt } = incident;
  const down = downtimeMs(incident, now);
  const day = yearUtc(startedAt) === yearUtc(now) ? dayOfYearUtc(startedAt) : dayUtc(startedAt);
  return (
    <>
      {en.freshness.lastIncident} <UtcTime at={startedAt} text={day} />
      {down !== null && `, ${formatBriefDuration(down)}`}
    </>
  );
}
