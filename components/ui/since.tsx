import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { UtcTime } from './utc-time.tsx';

/** " since 13:20 UTC", or nothing where that is not known. */
export function Since({ at, now }: { at: Instant | null; now: Instant }) {
  if (at === null) return null;
  return (
    <>
      {` ${en.since} `}
      <UtcTime at={at} words={formatMoment(at, now)} />
    </>
  );
}
