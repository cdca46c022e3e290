import { formatDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import { STALE_AFTER_MS } from '#domain/measurement/shown-state';
import type { SystemSummary } from '#domain/site/summary';
import { formatExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

/** Shows when the page was made, and the age of its newest probe at that time. */
export function FreshnessLine({ summary }: { summary: SystemSummary }) {
  const { generatedAt, latestObservedAt, overall } = summary;
  const isSeen = overall !== 'unknown' && overall !== 'not_monitored';
  const isOld = isSeen && latestObservedAt !== null && generatedAt - latestObservedAt > STALE_AFTER_MS;
  return (
    <p>
      {en.freshness.generated} <UtcTime at={generatedAt} text={formatExact(generatedAt)} isExact />.{' '}
      {latestObservedAt === null ? (
        en.freshness.none
      ) : (
        <>
          {en.freshness.newest} <UtcTime at={latestObservedAt} text={formatExact(latestObservedAt)} isExact />,{' '}
          {en.freshness.old(formatDuration(Math.max(0, second(generatedAt) - second(latestObservedAt)), 2))}.
          {isOld && ` ${en.freshness.changesOnly}`}
        </>
      )}
    </p>
  );
}

/** Times are shown to the second, so an age must be the difference of the shown times. */
function second(t: Instant): Instant {
  return Math.floor(t / 1_000) * 1_000;
}
