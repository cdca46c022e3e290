import { DAY_SHAPES } from '#components/ui/day-shapes.ts';
import { formatDay } from '#components/ui/format-day.ts';
import { levelOf } from '#domain/measurement/status';
import type { DayFigures } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { dayAddress } from './day-address.ts';

const STEP = 3;
const BAR = 2;
const HEIGHT = 28;
/** The last pixels of the strip are no bar. */
const GAP = STEP - BAR;

type Props = { slug: string; name: string; days: readonly DayFigures[] };

/**
 * Shows the days of a component as a small strip. Days without a failure are one shape per status; the others lead to their incidents. The live script makes
 * the strip one stop of the keyboard. Without it, the newest of these days is the stop; the page of the component links all of them.
 */
export function DayStrip({ slug, name, days }: Props) {
  const placed = days.map((day, index) => ({ day, x: index * STEP }));
  const failing = placed.filter(({ day }) => levelOf(day.worst) > 0);
  const others = Map.groupBy(
    placed.filter(({ day }) => levelOf(day.worst) === 0),
    ({ day }) => day.worst,
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset
    <svg
      role="group"
      aria-label={en.days.strip(name, days.length, failing.length)}
      viewBox={`0 0 ${Math.max(1, days.length * STEP - GAP)} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="day-strip"
      data-days={failing.length > 0 ? en.days.hint : undefined}
    >
      {[...others].map(([worst, some]) => (
        <path key={worst} className={fillOf(worst)} d={some.map(({ x }) => barAt(x, worst)).join('')} />
      ))}
      {failing.map(({ day, x }) => (
        <a
          key={day.from}
          href={dayAddress(slug, day) ?? undefined}
          tabIndex={day === failing.at(-1)?.day ? undefined : -1}
        >
          {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a path is not interactive; its title is its text */}
          <path role="img" className={fillOf(day.worst)} d={barAt(x, day.worst)}>
            <title>{formatDay(day)}</title>
          </path>
        </a>
      ))}
    </svg>
  );
}

/** A bar of two pixels is too narrow to be hollow. */
function fillOf(worst: DayFigures['worst']): string {
  return worst === 'unknown' ? 'fill-unk-line' : DAY_SHAPES[worst].fill;
}

function barAt(x: number, worst: DayFigures['worst']): string {
  const height = Math.round((HEIGHT * DAY_SHAPES[worst].height) / 100);
  return `M${x} ${HEIGHT - height}h${BAR}v${height}h-${BAR}z`;
}
