import type { Instant } from '#domain/time/interval';

/** `low` and `high`: the lower and upper line of the band between them; null where nothing was measured. */
export type ChartPoint = { at: Instant; low: number | null; high: number | null };

const INKS = {
  accent: { line: 'stroke-accent', band: 'fill-accent-tint' },
  mnt: { line: 'stroke-mnt-solid', band: 'fill-mnt-tint' },
} as const;
/** The box of the lines, which is stretched to the window. Its height is in percent. */
const WIDTH = 1_000;
const HEIGHT = 100;
/** Space above the lines for the label of the scale. */
const HEADROOM = 1.15;

type Props = {
  title: string;
  note: string;
  points: readonly ChartPoint[];
  from: Instant;
  to: Instant;
  ink: keyof typeof INKS;
  /** Formats a value of the scale, like "150 s". */
  format: (value: number) => string;
  limit?: { value: number; text: string };
};

/** Draws a line with a band above it over time. It is hidden from screen readers: the same data belongs into a table beside it. */
export function LineChart({ title, note, points, from, to, ink, format, limit }: Props) {
  const top = topOf(points, limit?.value);
  const { line, band } = INKS[ink];
  const x = (at: Instant) => round(((at - from) / (to - from)) * WIDTH);
  const y = (value: number) => round((1 - value / top) * HEIGHT);
  return (
    <div aria-hidden="true">
      <p className="flex flex-wrap justify-between gap-x-4 text-small">
        <strong className="font-semibold">{title}</strong>
        <span className="text-quiet">{note}</span>
      </p>
      <svg className="chart mt-2" aria-hidden="true">
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          width="100%"
          height="100%"
          aria-hidden="true"
        >
          <path d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}`} className="stroke-line" />
          {runsOf(points).map((run) => (
            <g key={run[0]?.at}>
              <path
                d={`${pathOf(run, 'high', x, y)}L${pathOf(run.toReversed(), 'low', x, y).slice(1)}z`}
                className={`stroke-none ${band}`}
              />
              <path d={pathOf(run, 'high', x, y)} className={line} />
              <path d={pathOf(run, 'low', x, y)} className={`chart-main ${line}`} />
            </g>
          ))}
          {limit && <path d={`M0 ${y(limit.value)}H${WIDTH}`} strokeDasharray="5 4" className="stroke-maj-solid" />}
          <path d={`M0 ${HEIGHT}H${WIDTH}`} className="stroke-edge" />
        </svg>
        <text y="13" className="fill-quiet">
          {format(top)}
        </text>
        {limit && (
          <text
            x="100%"
            y={`${y(limit.value)}%`}
            dy="-7"
            textAnchor="end"
            className="chart-limit fill-maj-ink font-label"
          >
            {limit.text}
          </text>
        )}
      </svg>
    </div>
  );
}

/** Returns a round value above all points and the limit. */
function topOf(points: readonly ChartPoint[], limit = 0): number {
  const most = Math.max(limit, ...points.map(({ low, high }) => Math.max(low ?? 0, high ?? 0))) * HEADROOM;
  if (most <= 0) return 1;
  const step = 10 ** Math.floor(Math.log10(most)) / 2;
  return Math.ceil(most / step) * step;
}

/** Splits the points where something was not measured, so that a gap is drawn as one. */
function runsOf(points: readonly ChartPoint[]): { at: Instant; low: number; high: number }[][] {
  const runs: { at: Instant; low: number; high: number }[][] = [[]];
  for (const { at, low, high } of points) {
    const value = low ?? high;
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ at, low: value, high: high ?? value });
  }
  return runs.filter((run) => run.length > 0);
}

type Run = readonly { at: Instant; low: number; high: number }[];

function pathOf(run: Run, side: 'low' | 'high', x: (at: Instant) => number, y: (value: number) => number): string {
  return `M${run.map((point) => `${x(point.at)} ${y(point[side])}`).join('L')}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
