import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { Disclosure } from '#components/ui/disclosure';
import { formatTarget } from '#components/ui/format-share.ts';
import { ShareChart } from '#components/ui/share-chart';
import { TickedAxis } from '#components/ui/ticked-axis';
import type { ChartSeries, PostmortemChart } from '#domain/postmortem/published-version';
import { briefMoment } from '#domain/time/format-brief';
import { clockUtc } from '#domain/time/format-utc';
import { type TickedSpan, tickedSpan } from '#domain/time/time-ticks';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { chartRows } from './chart-rows.ts';
import { formatShare } from './format-fact.ts';

const TEXT = enPostmortemPages.chart;
const WHOLE = 1_000_000;
/** Charts of further components are folded. */
const OPEN_MAX = 3;
const COLUMNS = [
  { label: TEXT.head.from },
  { label: TEXT.head.share, isEnd: true },
  { label: TEXT.head.instances, isEnd: true },
];

/** Shows the share of affected instances of each component, with the thresholds of its policy and its outages. */
export function PostmortemCharts({ chart }: { chart: PostmortemChart }) {
  const drawn = chart.series.filter(({ steps }) => steps.length > 0);
  if (drawn.length === 0) return null;
  const axis = tickedSpan(chart);
  const [open, folded] = [drawn.slice(0, OPEN_MAX), drawn.slice(OPEN_MAX)];
  return (
    <Card id="chart" className="mt-6">
      {open.map((series) => (
        <CardSection key={series.component} labelledBy={`chart-${series.component}`}>
          <Series series={series} axis={axis} />
        </CardSection>
      ))}
      {folded.length > 0 && (
        <CardSection>
          <Disclosure summary={TEXT.more(folded.length)}>
            {folded.map((series) => (
              <div key={series.component} className="mt-6">
                <Series series={series} axis={axis} />
              </div>
            ))}
          </Disclosure>
        </CardSection>
      )}
    </Card>
  );
}

/** Shows the chart of a component, and the same data as a table, which paper leaves out. */
function Series({ series, axis }: { series: ChartSeries; axis: TickedSpan }) {
  const { component, name, steps, partialAt, majorAt, episodes } = series;
  return (
    <>
      <h2 id={`chart-${component}`} className="text-status font-semibold">
        {TEXT.title(name)}
      </h2>
      <p className="mt-1 text-small text-quiet">{TEXT.note}</p>
      <div className="mt-5">
        <ShareChart
          from={axis.from}
          to={axis.to}
          steps={steps.map(({ at, millionths, known }) => ({ at, share: known === 0 ? null : millionths / WHOLE }))}
          shades={episodes.map(({ from, to, level }) => ({ from, to, ink: level === 3 ? 'maj' : 'par' }))}
          limits={[
            { share: partialAt / WHOLE, text: TEXT.partial(formatTarget(partialAt)), ink: 'par' },
            { share: majorAt / WHOLE, text: TEXT.major(formatTarget(majorAt)), ink: 'maj' },
          ]}
          labels={episodes.flatMap(({ peak }) =>
            peak === null ? [] : [{ at: peak.at, share: peak.millionths / WHOLE, text: peakText(peak) }],
          )}
        />
        <TickedAxis axis={axis} />
      </div>
      <Disclosure summary={TEXT.table} className="mt-3 print:hidden">
        <div className="mt-2">
          <DataTable
            caption={TEXT.title(name)}
            columns={COLUMNS}
            rows={chartRows(series, axis).map(({ at, highest }) => ({
              key: String(at),
              cells: [
                briefMoment(at, axis.from),
                highest === null ? TEXT.noData : formatShare(highest.millionths),
                highest === null ? '–' : TEXT.of(highest.affected, highest.known),
              ],
            }))}
          />
        </div>
      </Disclosure>
    </>
  );
}

function peakText({ at, millionths }: { at: number; millionths: number }): string {
  return TEXT.peak(formatShare(millionths), clockUtc(at));
}
