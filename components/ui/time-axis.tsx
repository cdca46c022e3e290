import { shortDayUtc } from '#domain/time/format-brief';
import { clockUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';

type Props = { from: Instant; to: Instant; steps?: number; hasDays?: boolean };

/** Shows the times below charts, evenly spaced. On phones, every second one. `hasDays`: days instead of times. */
export function TimeAxis({ from, to, steps = 6, hasDays = false }: Props) {
  const format = hasDays ? shortDayUtc : clockUtc;
  return (
    <p aria-hidden="true" className="mt-1 flex justify-between [direction:ltr] text-axis text-quiet">
      {Array.from({ length: steps + 1 }, (_, i) => (
        <span key={i} className={i % 2 === 1 ? 'max-sm:hidden' : undefined}>
          {format(from + ((to - from) * i) / steps)}
        </span>
      ))}
    </p>
  );
}
