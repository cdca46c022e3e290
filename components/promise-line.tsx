import type { Instant } from '#domain/interval';
import { momentWords } from '#domain/utc-words';
import { enIncidents } from '../messages/en-incidents.ts';
import { UtcTime } from './utc-time.tsx';

const TEXT = enIncidents.page;

/** When the next word comes; where that was promised and did not come, it says so. */
export function PromiseLine({ by, now }: { by: Instant | null; now: Instant }) {
  if (by === null) return null;
  const isLate = by < now;
  return (
    <p className={`mt-2 ${isLate ? 'font-semibold text-partial' : ''}`}>
      {isLate ? TEXT.promised : TEXT.next} <UtcTime at={by} words={momentWords(by, now)} />.{isLate && ` ${TEXT.missed}`}
    </p>
  );
}
