import type { ReactNode } from 'react';
import { DataTable } from '#components/ui/data-table';
import { formatDowntime, formatDuration } from '#components/ui/format-duration.ts';
import { formatConsumedBrief, formatMonitored, formatObserved, formatUptime } from '#components/ui/format-share.ts';
import type { Budget } from '#domain/measurement/uptime';
import type { ComponentSummary, PeriodFigures } from '#domain/site/summary';
import { monthUtc, yearUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { formatVerdict } from './format-verdict.ts';

const TEXT = en.figures;
const COLUMNS = [
  { label: TEXT.period, isWhole: true },
  { label: TEXT.uptime, isEnd: true, isWhole: true, isLead: true },
  { label: TEXT.target, isWhole: true },
  { label: TEXT.down, isEnd: true, isWhole: true },
  { label: TEXT.budget, isEnd: true, isWhole: true },
  { label: TEXT.coverage, isEnd: true, isWhole: true },
];
const LIST = new Intl.ListFormat('en-GB');

type Row = { title: string; period: PeriodFigures; budget: Budget | null };

/** Shows this month, the last 90 days and this year as a table. */
export function ComponentFigures({ component: { name, month, last90Days, year } }: { component: ComponentSummary }) {
  const rows: Row[] = [
    { title: TEXT.soFar(monthUtc(month.from)), period: month, budget: month.budget },
    { title: TEXT.last90Days, period: last90Days, budget: null },
    { title: TEXT.soFar(yearUtc(year.from)), period: year, budget: year.budget },
  ];
  return (
    <>
      <DataTable
        caption={TEXT.caption(name)}
        columns={COLUMNS}
        rows={rows.map((row) => ({ key: row.title, cells: [row.title, ...cellsOf(row)] }))}
        onPhone="blocks"
      />
      <Monitored rows={rows} />
    </>
  );
}

function cellsOf({ period, budget }: Row): ReactNode[] {
  const { upMs, downMs } = period;
  const isShown = isMeasured(period);
  return [
    isShown ? (
      <strong key="uptime" className="font-semibold whitespace-nowrap">
        {formatUptime(period)}
      </strong>
    ) : (
      formatUptime(period)
    ),
    isShown ? formatVerdict(period, budget) : '–',
    isShown || downMs > 0 ? downMs === 0 ? TEXT.none : <Whole key="down">{formatDowntime(downMs)}</Whole> : '–',
    isShown && budget ? <BudgetShare key="budget" budget={budget} /> : '–',
    isShown || upMs + downMs === 0 ? (
      formatObserved(period)
    ) : (
      <Whole key="coverage">{formatDuration(upMs + downMs, 2)}</Whole>
    ),
  ];
}

function isMeasured({ uptimeMillionths, hasEnoughData }: PeriodFigures): boolean {
  return uptimeMillionths !== null && hasEnoughData;
}

/** Shows a duration in one line. */
function Whole({ children }: { children: string }) {
  return <span className="whitespace-nowrap">{children}</span>;
}

function BudgetShare({ budget: { consumedMillionths, budgetMs } }: { budget: Budget }) {
  if (consumedMillionths === null) return TEXT.none;
  return (
    <>
      {TEXT.shareOf(formatConsumedBrief(consumedMillionths))} <Whole>{formatDuration(budgetMs, 2)}</Whole>
    </>
  );
}

/** Explains for how long the periods were measured in which monitoring began. */
function Monitored({ rows }: { rows: readonly Row[] }) {
  const young = Map.groupBy(
    rows.filter(({ period }) => isMeasured(period) && formatMonitored(period) !== null),
    ({ period }) => formatMonitored(period) ?? '',
  );
  return [...young].map(([monitored, own]) => (
    <p key={monitored} className="mt-3 text-small text-quiet">
      {TEXT.monitored(LIST.format(own.map(({ title }) => title)), monitored)}
    </p>
  ));
}
