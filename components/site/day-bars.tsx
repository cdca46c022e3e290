import { STATUS_TOKENS } from '#components/ui/status-tokens.ts';
import type { DayFigures } from '#domain/site/summary';
import { dayUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { DayTable } from './day-table.tsx';
import { formatDay } from './format-day.ts';

const STEP = 4;
const BAR = 3;
const HEIGHT = 32;
/** A hollow end marks a day with missing data. */
const CAP = 4;

/** Shows one bar per day, oldest first, each with a title, and the same days as a table. */
export function DayBars({ name, days }: { name: string; days: readonly DayFigures[] }) {
  if (days.length === 0) return null;
  const firstMonitored = days.find((day) => day.worst !== 'not_monitored');
  return (
    <div className="mt-4">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset */}
      <svg
        role="group"
        aria-label={en.days.caption(name, days.length)}
        viewBox={`0 0 ${days.length * STEP - (STEP - BAR)} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="block h-10 w-full"
        data-days={en.days.hint}
      >
        {days.map((day, index) => (
          <DayBar key={day.from} day={day} x={index * STEP} />
        ))}
      </svg>
      <p className="mt-1 flex justify-between text-small text-quiet">
        <span>
          {firstMonitored && firstMonitored !== days[0]
            ? en.days.monitoredSince(dayUtc(firstMonitored.from))
            : en.days.oldest(days.length)}
        </span>
        <span>{en.days.newest}</span>
      </p>
      <DayTable name={name} days={days} />
    </div>
  );
}

function DayBar({ day, x }: { day: DayFigures; x: number }) {
  const token = STATUS_TOKENS[day.worst];
  const isPartlySeen = day.unknownMs > 0 && day.worst !== 'unknown';
  return (
    <>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a rect is not interactive; its title is its text */}
      <rect
        role="img"
        className={`day ${token.bar}`}
        x={x}
        y={HEIGHT - token.barHeight}
        width={BAR}
        height={token.barHeight}
        vectorEffect="non-scaling-stroke"
      >
        <title>{formatDay(day)}</title>
      </rect>
      {isPartlySeen && (
        <rect
          className="day fill-surface stroke-unk-bar"
          x={x}
          y={HEIGHT - token.barHeight}
          width={BAR}
          height={CAP}
          vectorEffect="non-scaling-stroke"
        />
      )}
    </>
  );
}
