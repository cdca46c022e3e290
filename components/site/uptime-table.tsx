import { formatDuration } from '#components/ui/format-duration.ts';
import { formatBudget, formatCoverage, formatTarget, formatUptime } from '#components/ui/format-share.ts';
import { TableHead } from '#components/ui/table-head';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { monthUtc, yearUtc } from '#domain/time/format-utc';
import { en } from '#messages/en/site';
import { formatVerdict } from './format-verdict.ts';
import { UptimeSum } from './uptime-sum.tsx';

export type HistoryView = {
  slug: string;
  name: string;
  targetMillionths: number;
  isArchived: boolean;
  years: HistoryPeriod[];
  months: HistoryPeriod[];
};

const HEAD = en.uptime.head;

/** Shows the years and months of one component, newest first, and the calculations below. `level`: level of its heading. */
export function UptimeTable({
  component: { slug, name, targetMillionths, years, months },
  level = 2,
}: {
  component: HistoryView;
  level?: 2 | 3;
}) {
  const [Title, Subtitle] = level === 2 ? (['h2', 'h3'] as const) : (['h3', 'h4'] as const);
  const periods = [
    ...years.map((period) => ({ period, text: yearUtc(period.from) })),
    ...months.map((period) => ({ period, text: monthUtc(period.from) })),
  ];
  const title = en.uptime.caption(name, formatTarget(targetMillionths));
  return (
    <section className="mt-10" id={slug}>
      <Title className="text-section">{title}</Title>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keyboard too */}
      <section className="mt-3 overflow-x-auto" aria-label={title} tabIndex={0}>
        <table className="stacks w-full text-small">
          <TableHead columns={[HEAD.period, HEAD.uptime, HEAD.verdict, HEAD.down, HEAD.budget, HEAD.coverage]} />
          <tbody>
            {periods.map(({ period, text }) => (
              <PeriodRow key={text} period={period} text={text} />
            ))}
          </tbody>
        </table>
      </section>
      <Subtitle className="mt-4 font-semibold">{en.uptime.sums}</Subtitle>
      {periods.map(({ period, text }) => (
        <UptimeSum key={text} period={period} text={text} name={name} targetMillionths={targetMillionths} />
      ))}
    </section>
  );
}

function PeriodRow({ period, text }: { period: HistoryPeriod; text: string }) {
  const { uptimeMillionths, downMs, budget, hasEnoughData } = period;
  const isShown = uptimeMillionths !== null && hasEnoughData;
  return (
    <tr>
      <th scope="row" className="whitespace-nowrap">
        {text}
      </th>
      <td data-label={HEAD.uptime} className="font-semibold whitespace-nowrap">
        {formatUptime(period)}
      </td>
      <td data-label={HEAD.verdict} className="whitespace-nowrap">
        {isShown ? formatVerdict(period, budget) : '–'}
      </td>
      <td data-label={HEAD.down} className="whitespace-nowrap">
        {downMs === 0 ? en.figures.none : formatDuration(downMs)}
      </td>
      <td data-label={HEAD.budget} className="whitespace-nowrap">
        {isShown ? formatBudget(budget) : '–'}
      </td>
      <td data-label={HEAD.coverage} className="whitespace-nowrap">
        {formatCoverage(period)}
      </td>
    </tr>
  );
}
