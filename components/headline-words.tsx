import type { Instant } from '#domain/interval';
import { momentWords } from '#domain/utc-words';
import type { Headline } from './headlines.ts';
import { Since } from './since.tsx';
import { UtcTime } from './utc-time.tsx';

/** A headline's sentence with its times. */
export function HeadlineWords({ sentence: { before, since, after, earlier }, now }: { sentence: Headline; now: Instant }) {
  return (
    <>
      {before}
      <Since at={since} now={now} />
      {after}
      {earlier && (
        <>
          {`; ${earlier.words} `}
          <UtcTime at={earlier.from} words={momentWords(earlier.from, now)} />
        </>
      )}
    </>
  );
}
