import { clockUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';

/** Shows the times below charts, evenly spaced. On phones, every second one. */
export function TimeAxis({ from, to, steps = 6 }: { from: Instant; to: Instant; steps?: number }) {
  return (
    <p aria-hidden="true" className="mt-1 flex justify-between [direction:ltr] text-axis text-quiet">
      {Array.from({ length: steps + 1 }, (_, i) => (
        <span key={i} className={i % 2 === 1 ? 'max-sm:hidden' : undefined}>
          {clockUtc(from + ((to - from) * i) / steps)}
        </span>
      ))}
    </p>
  );
}
