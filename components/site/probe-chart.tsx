import { formatDuration } from '#components/ui/format-duration.ts';
import { TableHead } from '#components/ui/table-head';
import { UtcTime } from '#components/ui/utc-time';
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
export type Chart = { from: Instant; to: Instant; stepMs: number; minutes: readonly ChartMinute[] };

/** Minimum number of points of a line. */
const MINUTES_DRAWN_MIN = 2;

const TEXT = en.component;
const HEAD = TEXT.chartHead;

/** Shows data age and latency over time as a table, which the chart script draws as two charts. */
export function ProbeChart({ chart, dataAgeLimitMs }: { chart: Chart; dataAgeLimitMs: number }) {
  const has = (figure: keyof ChartMinute) => chart.minutes.some((minute) => minute[figure] !== null);
  return (
    <section className="mt-10" id="readings">
      <h2 className="text-section">{TEXT.chart}</h2>
      {chart.minutes.length < MINUTES_DRAWN_MIN ? (
        <p className="mt-2">{TEXT.chartNone}</p>
      ) : (
        <>
          <p className="mt-1 text-small text-quiet">{TEXT.chartNote(formatDuration(dataAgeLimitMs))}</p>
          {has('dataAgeMedianMs') && (
            <Drawing
              chart={chart}
              name={TEXT.dataAge}
              unit="s"
              columns={['1', '2']}
              labels={[TEXT.median, TEXT.worst]}
              limit={dataAgeLimitMs / 1000}
            />
          )}
          {has('latencyMedianUs') && (
            <Drawing
              chart={chart}
              name={TEXT.latency}
              unit="ms"
              columns={['3', '4']}
              labels={[TEXT.median, TEXT.p95]}
              limit={null}
            />
          )}
          <details className="mt-2 text-small">
            <summary className="inline-block min-h-6 cursor-pointer text-accent underline underline-offset-2">
              {TEXT.chartTable}
            </summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
            <section className="mt-2 max-h-96 overflow-auto" aria-label={TEXT.chart} tabIndex={0}>
              <MinuteTable chart={chart} />
            </section>
          </details>
        </>
      )}
    </section>
  );
}

type DrawingProps = {
  chart: Chart;
  name: string;
  unit: string;
  columns: [string, string];
  labels: [string, string];
  limit: number | null;
};

/** Shows the place of a chart. It is empty and without height unless the script runs; the table contains the same data. */
function Drawing({ chart, name, unit, columns, labels, limit }: DrawingProps) {
  const range = { 'data-from': chart.from / 1000, 'data-to': chart.to / 1000, 'data-step': chart.stepMs / 1000 };
  return (
    <div
      className="mt-3"
      data-chart={columns.join()}
      data-labels={labels.join('|')}
      data-name={name}
      data-limit-name={TEXT.limit}
      data-unit={unit}
      data-limit={limit ?? undefined}
      {...range}
      aria-hidden="true"
    />
  );
}

function MinuteTable({ chart }: { chart: Chart }) {
  return (
    <table className="w-full text-start" id="minutes">
      <caption className="sr-only">{TEXT.chart}</caption>
      <TableHead columns={[HEAD.at, HEAD.age, HEAD.worst, HEAD.latency, HEAD.p95]} />
      <tbody>
        {chart.minutes.map((m) => (
          <tr key={m.at} data-at={m.at / 1000}>
            <th scope="row">
              <UtcTime at={m.at} text={clockUtc(m.at)} isBrief />
            </th>
            {[m.dataAgeMedianMs, m.dataAgeWorstMs].map((ms, i) => (
              <td key={i}>{figure(ms, 1000, 's')}</td>
            ))}
            {[m.latencyMedianUs, m.latencyP95Us].map((us, i) => (
              <td key={i}>{figure(us, 1000, 'ms')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Formats seconds like "12.3 s", with one decimal below a hundred. */
function figure(value: number | null, per: number, unit: string): string {
  if (value === null) return '–';
  const whole = value / per;
  return `${whole < 100 ? Number(whole.toFixed(1)) : Math.round(whole)} ${unit}`;
}
