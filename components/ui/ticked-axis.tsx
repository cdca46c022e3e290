import { DAY_MS } from '#domain/time/calendar';
import { shortDayUtc } from '#domain/time/format-brief';
import { clockUtc } from '#domain/time/format-utc';
import type { TickedSpan } from '#domain/time/time-ticks';

/** Shows the times of the grid lines of a chart, centred on them except at both ends. On phones, every second one. */
export function TickedAxis({ axis: { ticks, stepMs } }: { axis: TickedSpan }) {
  return (
    <svg
      aria-hidden="true"
      height="16"
      className="mt-1 block w-full overflow-visible fill-quiet text-axis [direction:ltr]"
    >
      {ticks.map((tick, i) => (
        <text
          key={tick}
          x={`${Math.round((i / (ticks.length - 1)) * 10_000) / 100}%`}
          y="12"
          textAnchor={i === 0 ? 'start' : i === ticks.length - 1 ? 'end' : 'middle'}
          className={i % 2 === 1 ? 'max-sm:hidden' : undefined}
        >
          {stepMs >= DAY_MS || (i > 0 && tick % DAY_MS === 0) ? shortDayUtc(tick) : clockUtc(tick)}
        </text>
      ))}
    </svg>
  );
}
