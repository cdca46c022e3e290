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

/** Heights and colours of bars, so that a bar shows its status also without colour. */
const BARS: Record<DayFigures['worst'], { height: number; fill: string }> = {
  operational: { height: 17, fill: 'fill-ok-bar' },
  degraded_performance: { height: 21, fill: 'fill-deg-bar' },
  partial_outage: { height: 24, fill: 'fill-par-bar' },
  major_outage: { height: 28, fill: 'fill-maj-bar' },
  unknown: { height: 17, fill: 'fill-unk-line' },
  not_monitored: { height: 2, fill: 'fill-line' },
};

/** Shows the days of a component as a small strip. Days without a failure are one shape per status; the others lead to their incidents. */
export function DayStrip({ slug, name, days }: { slug: string; name: string; days: readonly DayFigures[] }) {
  const placed = days.map((day, index) => ({ day, x: index * STEP }));
  const troubled = placed.filter(({ day }) => levelOf(day.worst) > 0);
  const calm = Map.groupBy(
    placed.filter(({ day }) => levelOf(day.worst) === 0),
    ({ day }) => day.worst,
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset
    <svg
      role="group"
      aria-label={en.days.strip(name, days.length, troubled.length)}
      viewBox={`0 0 ${Math.max(1, days.length * STEP - GAP)} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="day-strip"
    >
      {[...calm].map(([worst, some]) => (
        <path key={worst} className={BARS[worst].fill} d={some.map(({ x }) => barAt(x, BARS[worst].height)).join('')} />
      ))}
      {troubled.map(({ day, x }) => (
        <a key={day.from} href={dayAddress(slug, day) ?? undefined} tabIndex={-1} aria-label={formatDay(day)}>
          <path className={BARS[day.worst].fill} d={barAt(x, BARS[day.worst].height)}>
            <title>{formatDay(day)}</title>
          </path>
        </a>
      ))}
    </svg>
  );
}

function barAt(x: number, height: number): string {
  return `M${x} ${HEIGHT - height}h${BAR}v${height}h-${BAR}z`;
}
