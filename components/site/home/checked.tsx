import { RelativeTime } from '#components/ui/relative-time';
import { UtcTime } from '#components/ui/utc-time';
import { formatMomentExact } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

const TEXT = en.freshness;

/** Shows when the status was checked, or if it is not known, when the newest data was observed. */
export function Checked({ at, isKnown, now }: { at: Instant; isKnown: boolean; now: Instant }) {
  return (
    <>
      {isKnown ? TEXT.checked : TEXT.newest} <RelativeTime at={at} text={TEXT.ago} />
      {TEXT.at} <UtcTime at={at} text={formatMomentExact(at, now)} />
    </>
  );
}
