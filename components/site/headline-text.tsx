import { Since } from '#components/ui/since';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { Headline } from './headlines.ts';

/** A headline's sentence with its times. */
export function HeadlineText({
  sentence: { before, since, after, earlier },
  now,
}: {
  sentence: Headline;
  now: Instant;
}) {
  return (
    <>
      {before}
      <Since at={since} now={now} />
      {after}
      {earlier && (
        <>
          {`; ${earlier.words} `}
          <UtcTime at={earlier.from} words={formatMoment(earlier.from, now)} />
        </>
      )}
    </>
  );
}
