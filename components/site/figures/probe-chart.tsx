import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { formatDuration } from '#components/ui/format-duration.ts';
import { type ChartPoint, LineChart } from '#components/ui/line-chart';
import { Segment } from '#components/ui/tabs';
import { TimeAxis } from '#components/ui/time-axis';
import { UtcTime } from '#components/ui/utc-time';
import { CHART_RANGES, type ChartRange, chartRange } from '#domain/site/chart-range';
import { shortDayUtc } from '#domain/time/format-brief';
import { clockUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

type ChartMinute = {
  at: Instant;
  dataAgeMedianMs: number | null;
  dataAgeWorstMs: number | null;
  latencyMedianUs: number | null;
  latencyP95Us: number | null;
};
export type Chart = { range: ChartRange; from: Instant; to: Instant; stepMs: number; minutes: readonly ChartMinute[] };
type Props = { slug: string; chart: Chart; dataAgeLimitMs: number };
type Figure = Exclude<keyof ChartMinute, 'at'>;

/** Minimum number of points of a line. */
const MINUTES_DRAWN_MIN = 2;
const US_PER_MS = 1_000;
const MS_PER_S = 1_000;

const TEXT = en.component;
const HEAD = TEXT.chartHead;
const COLUMNS = [
  { label: HEAD.at },
  { label: HEAD.age, isEnd: true },
  { label: HEAD.worst, isEnd: true },
  { label: HEAD.latency, isEnd: true },
  { label: HEAD.p95, isEnd: true },
];

/** Shows data age and latency over time as two drawings on one axis, and as a table. */
export function ProbeChart({ slug, chart, dataAgeLimitMs }: Props) {
  const has = (figure: Figure) => chart.minutes.some((minute) => minute[figure] !== null);
  const { from, to } = chart;
  const limit = { value: dataAgeLimitMs / MS_PER_S, text: TEXT.staleFrom(formatDuration(dataAgeLimitMs)) };
  return (
    <section className="mt-9 sm:mt-12" id="readings">
      <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 className="text-section">{TEXT.chart}</h2>
        <Segment label={TEXT.chartSpan} items={rangesOf(slug, chart.range)} />
      </header>
      {chart.minutes.length < MINUTES_DRAWN_MIN ? (
        <p className="mt-2">{TEXT.chartNone}</p>
      ) : (
        <div className="card full-bleed mt-4 grid gap-5 p-4 sm:p-6">
          {has('dataAgeMedianMs') && (
            <LineChart
              title={TEXT.dataAge}
              note={TEXT.dataAgeNote}
              points={pointsOf(chart, 'dataAgeMedianMs', 'dataAgeWorstMs', MS_PER_S)}
              {...{ from, to, limit }}
              ink="accent"
              format={(value) => `${value}\u00a0s`}
            />
          )}
          {has('latencyMedianUs') && (
            <LineChart
              title={TEXT.latency}
              note={TEXT.latencyNote}
              points={pointsOf(chart, 'latencyMedianUs', 'latencyP95Us', US_PER_MS)}
              {...{ from, to }}
              ink="mnt"
              format={(value) => `${value}\u00a0ms`}
            />
          )}
          <div className="-mt-4">
            <TimeAxis from={from} to={to} hasDays={chart.range !== '24h'} />
            <Legend />
            <Disclosure summary={TEXT.chartTable} className="mt-2">
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
              <section className="mt-2 max-h-96 overflow-y-auto" aria-label={TEXT.chart} tabIndex={0}>
                <DataTable
                  caption={TEXT.chart}
                  columns={COLUMNS}
                  rows={chart.minutes.map((minute) => rowOf(minute, chart.range))}
                  onPhone="blocks"
                />
              </section>
            </Disclosure>
          </div>
        </div>
      )}
    </section>
  );
}

/** Explains the two lines of each drawing. */
function Legend() {
  return (
    <ul aria-hidden="true" className="mt-3 flex flex-wrap gap-x-5 text-micro text-quiet">
      {(['median', 'worst'] as const).map((line) => (
        <li key={line} className="inline-flex items-center gap-2">
          <svg aria-hidden="true" width="16" height="2" className="flex-none fill-ink">
            <rect width="16" height={line === 'median' ? 2 : 1} />
          </svg>
          {TEXT.chartLegend[line]}
        </li>
      ))}
    </ul>
  );
}

/** Returns the spans as links to this section of the page. */
function rangesOf(slug: string, current: ChartRange) {
  return Object.keys(CHART_RANGES).map((key) => {
    const range = chartRange(key);
    return {
      href: `/components/${slug}?chart=${range}#readings`,
      text: TEXT.chartRange[range],
      isCurrent: range === current,
    };
  });
}

/** Returns a point per step, also of the last one, which has only begun, without values where the step is missing. `per`: the figure's unit in the drawn one. */
function pointsOf({ from, to, stepMs, minutes }: Chart, low: Figure, high: Figure, per: number): ChartPoint[] {
  const known = new Map(minutes.map((minute) => [minute.at, minute]));
  const value = (at: Instant, figure: Figure) => {
    const whole = known.get(at)?.[figure] ?? null;
    return whole === null ? null : whole / per;
  };
  return Array.from({ length: Math.ceil((to - from) / stepMs) }, (_, i) => {
    const at = from + i * stepMs;
    return { at, low: value(at, low), high: value(at, high) };
  });
}

function rowOf(minute: ChartMinute, range: ChartRange) {
  const { at, dataAgeMedianMs, dataAgeWorstMs, latencyMedianUs, latencyP95Us } = minute;
  return {
    key: String(at),
    cells: [
      <UtcTime
        key="at"
        at={at}
        text={range === '24h' ? clockUtc(at) : `${shortDayUtc(at)}, ${clockUtc(at)}`}
        isBrief
      />,
      figure(dataAgeMedianMs, MS_PER_S, 's'),
      figure(dataAgeWorstMs, MS_PER_S, 's'),
      figure(latencyMedianUs, US_PER_MS, 'ms'),
      figure(latencyP95Us, US_PER_MS, 'ms'),
    ],
  };
}

/** Formats seconds like "12.3 s", with one decimal below a hundred. */
function figure(value: number | null, per: number, unit: string): string {
  if (value === null) return '–';
  const whole = value / per;
  return `${whole < 100 ? Number(whole.toFixed(1)) : Math.round(whole)}\u00a0${unit}`;
}
