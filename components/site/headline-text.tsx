import { SinceTime } from '#components/ui/since-time';
import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import type { Headline } from './headlines.ts';

/** Shows the sentence of a headline with its times. */
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
      <SinceTime at={since} now={now} />
      {after}
      {earlier && (
        <>
          {`; ${earlier.text} `}
          <UtcTime at={earlier.from} text={formatMoment(earlier.from, now)} />
        </>
      )}
    </>
  );
}
