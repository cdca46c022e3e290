import type { ReactNode } from 'react';
import { DataTable } from '#components/ui/data-table';
import { formatDuration } from '#components/ui/format-duration.ts';
import {
  formatBudget,
  formatCoverage,
  formatMonitored,
  formatTarget,
  formatUptime,
} from '#components/ui/format-share.ts';
import type { Budget } from '#domain/measurement/uptime';
import type { ComponentSummary, PeriodFigures } from '#domain/site/summary';
import { monthUtc, yearUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { formatVerdict } from './format-verdict.ts';

const TEXT = en.figures;
const COLUMNS = [
  { label: TEXT.period },
  { label: TEXT.uptime, isEnd: true, isLead: true },
  { label: TEXT.target },
  { label: TEXT.down, isEnd: true },
  { label: TEXT.budget, isEnd: true },
  { label: TEXT.coverage, isEnd: true },
];

/** Shows this month, the last 90 days and this year as a table. */
export function ComponentFigures({ component }: { component: ComponentSummary }) {
  const { name, month, last90Days, year, targetMillionths } = component;
  const row = (title: string, period: PeriodFigures, budget: Budget | null) => ({
    key: title,
    cells: [title, ...cellsOf(period, budget, targetMillionths)],
  });
  return (
    <DataTable
      caption={TEXT.caption(name)}
      columns={COLUMNS}
      rows={[
        row(TEXT.soFar(monthUtc(month.from)), month, month.budget),
        row(TEXT.last90Days, last90Days, null),
        row(TEXT.soFar(yearUtc(year.from)), year, year.budget),
      ]}
      onPhone="blocks"
    />
  );
}

function cellsOf(period: PeriodFigures, budget: Budget | null, targetMillionths: number): ReactNode[] {
  const { uptimeMillionths, upMs, downMs, hasEnoughData } = period;
  const isShown = uptimeMillionths !== null && hasEnoughData;
  const monitored = isShown ? formatMonitored(period) : null;
  const target = formatTarget(targetMillionths);
  return [
    monitored === null ? formatUptime(period) : `${formatUptime(period)}, ${TEXT.measuredOver(monitored)}`,
    isShown ? `${target}, ${formatVerdict(period, budget)}` : target,
    isShown || downMs > 0 ? (downMs === 0 ? TEXT.none : formatDuration(downMs)) : '–',
    isShown && budget ? formatBudget(budget) : '–',
    isShown || upMs + downMs === 0 ? formatCoverage(period) : formatDuration(upMs + downMs, 2),
  ];
}
