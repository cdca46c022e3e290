import { shortDayUtc } from '#domain/time/format-brief';
import { clockUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { timeTicks } from './time-ticks.ts';

type Props = { from: Instant; to: Instant; hasDays?: boolean };

/** Shows the times below charts at full hours. On phones, every second one. `hasDays`: days instead of times. */
export function TimeAxis({ from, to, hasDays = false }: Props) {
  const format = hasDays ? shortDayUtc : clockUtc;
  return (
    <svg aria-hidden="true" className="time-axis">
      {timeTicks(from, to, hasDays).map(({ at, share, anchor }, i) => (
        <text
          key={at}
          x={`${Math.round(share * 10_000) / 100}%`}
          y="16"
          textAnchor={anchor}
          className={i % 2 === 1 ? 'max-sm:hidden' : undefined}
        >
          {format(at)}
        </text>
      ))}
    </svg>
  );
}
