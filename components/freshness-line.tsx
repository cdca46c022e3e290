import type { SystemSummary } from '#domain/summary';
import { exactWords } from '#domain/utc-words';
import { en } from '../messages/en.ts';
import { durationWords } from './duration-words.ts';
import { UtcTime } from './utc-time.tsx';

/** When the page was made and how old its newest probe was then. */
export function FreshnessLine({ summary }: { summary: SystemSummary }) {
  const { generatedAt, latestObservedAt } = summary;
  return (
    <p className="tabular-nums">
      {en.freshness.generated} <UtcTime at={generatedAt} words={exactWords(generatedAt)} isExact />.{' '}
      {latestObservedAt === null ? (
        en.freshness.none
      ) : (
        <>
          {en.freshness.newest} <UtcTime at={latestObservedAt} words={exactWords(latestObservedAt)} isExact />,{' '}
          {en.freshness.old(durationWords(Math.max(0, generatedAt - latestObservedAt), 2))}.
        </>
      )}
    </p>
  );
}
