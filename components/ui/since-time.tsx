import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { UtcTime } from './utc-time.tsx';

/** Shows " since 13:20 UTC", or nothing if the time is unknown. */
export function SinceTime({ at, now }: { at: Instant | null; now: Instant }) {
  if (at === null) return null;
  return (
    <>
      {` ${en.since} `}
      <UtcTime at={at} text={formatMoment(at, now)} />
    </>
  );
}
