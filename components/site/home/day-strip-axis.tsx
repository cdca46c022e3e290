import { monthTicks } from '#components/ui/day-labels.ts';
import type { DayFigures } from '#domain/site/summary';

/** Names the months above the days of rows. */
export function DayStripAxis({ days }: { days: readonly DayFigures[] }) {
  return (
    <svg aria-hidden="true" className="h-4.5 w-full overflow-visible fill-quiet text-micro max-sm:hidden">
      {monthTicks(days).map(({ from, at, text }) => (
        <svg
          aria-hidden="true"
          key={from}
          x={`${Math.round(at * 10_000) / 100}%`}
          width="1"
          height="18"
          overflow="visible"
        >
          <line x1="0.5" x2="0.5" y1="1" y2="17" className="stroke-line" />
          {text && (
            <text x="5" y="13">
              {text}
            </text>
          )}
        </svg>
      ))}
    </svg>
  );
}
