import { Card, CardSection } from '#components/ui/card';
import { DataTable } from '#components/ui/data-table';
import { formatMonitored, formatObserved, formatTarget, formatUptime } from '#components/ui/format-share.ts';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { verdictOf } from '#domain/sla/verdict';
import { monthNameUtc, yearUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import type { ComponentHistory } from '#server/sla/uptime-record';
import { BudgetCell } from './budget-cell.tsx';
import { UptimeSums } from './uptime-sums.tsx';
import { VerdictWord } from './verdict-word.tsx';

const TEXT = enFigures.uptime;
const COLUMNS = [
  { label: TEXT.head.period, width: 'w-[18%]' },
  { label: TEXT.head.uptime, isEnd: true, isLead: true, width: 'w-[12.5%]' },
  { label: TEXT.head.verdict, isLead: true, width: 'w-[19%]' },
  { label: TEXT.head.budget, isWide: true, width: 'w-[38%]' },
  { label: TEXT.head.coverage, isEnd: true, width: 'w-[12.5%]' },
];
const WHOLE = 1_000_000;

type Props = { component: ComponentHistory; year: string; now: Instant; level?: 2 | 3 };

/** Shows a year and its months of one component, newest first, and the calculations below. `level`: level of its heading. */
export function UptimeTable({ component, year, now, level = 2 }: Props) {
  const { slug, name, targetMillionths, years, months } = component;
  const Title = level === 2 ? 'h2' : 'h3';
  const isOfYear = ({ from }: HistoryPeriod) => yearUtc(from) === year;
  const periods = [
    ...years.filter(isOfYear).map((period) => ({ period, title: year, isClosing: true })),
    ...months.filter(isOfYear).map((period) => ({ period, title: monthNameUtc(period.from), isClosing: false })),
  ];
  return (
    <Card id={slug} labelledBy={`${slug}-title`}>
      <CardSection>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4">
          <Title id={`${slug}-title`} className="text-section">
            {name}
          </Title>
          <p className="text-small text-quiet">{TEXT.target(formatTarget(targetMillionths))}</p>
        </div>
        <div className="mt-3">
          <DataTable
            caption={TEXT.caption(name, year)}
            columns={COLUMNS}
            rows={periods.map(({ period, title, isClosing }) => ({
              key: title,
              cells: cellsOf(period, title),
              isClosing,
            }))}
            onPhone="blocks"
          />
        </div>
        <MonitoredNote periods={periods} />
      </CardSection>
      <UptimeSums component={component} periods={periods} year={year} level={level} now={now} />
    </Card>
  );
}

function cellsOf(period: HistoryPeriod, title: string) {
  const { uptimeMillionths, budget, hasEnoughData, evaluatedUntil, to } = period;
  const verdict = uptimeMillionths !== null && hasEnoughData ? verdictOf(period, budget) : null;
  return [
    <span key="period" className="whitespace-nowrap">
      {evaluatedUntil < to ? TEXT.soFar(title) : title}
    </span>,
    <strong key="uptime" className={`font-semibold text-ink ${verdict === null ? '' : 'whitespace-nowrap'}`}>
      {formatUptime(period)}
    </strong>,
    verdict === null ? '–' : <VerdictWord key="verdict" verdict={verdict} />,
    verdict === null ? '–' : <BudgetCell key="budget" period={period} />,
    <Coverage key="coverage" period={period} />,
  ];
}

/** Shows the uptime coverage; on phones, only where data is missing. */
function Coverage({ period }: { period: HistoryPeriod }) {
  const isWhole = period.coverageMillionths === WHOLE && period.unknownMs === 0;
  return <span className={isWhole ? 'normal' : undefined}>{formatObserved(period)}</span>;
}

/** Shows how long the periods were monitored in which monitoring began. */
function MonitoredNote({ periods }: { periods: readonly { period: HistoryPeriod; title: string }[] }) {
  const parts = periods.flatMap(({ period, title }) => {
    const monitored = formatMonitored(period);
    return monitored === null ? [] : [TEXT.monitored(monitored, title)];
  });
  if (parts.length === 0) return null;
  return <p className="mt-3 text-small text-quiet">{TEXT.coverageNote(parts.join(', '))}</p>;
}
