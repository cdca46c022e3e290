import { UtcTime } from '#components/ui/utc-time';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enIncidents } from '#messages/en/incidents';

const TEXT = enIncidents.page;

/** Shows the time of the next update, or that it is overdue. */
export function NextUpdateLine({ by, now }: { by: Instant | null; now: Instant }) {
  if (by === null) return null;
  const isLate = by < now;
  return (
    <p className={`mt-2 ${isLate ? 'font-semibold text-par-ink' : ''}`}>
      {isLate ? TEXT.promised : TEXT.next} <UtcTime at={by} text={formatMoment(by, now)} />.
      {isLate && ` ${TEXT.missed}`}
    </p>
  );
}
