import { formatVerdict } from '#components/site/figures/format-verdict.ts';
import { formatDuration } from '#components/ui/format-duration.ts';
import { formatBudget, formatUptime } from '#components/ui/format-share.ts';
import { UtcTime } from '#components/ui/utc-time';
import { isSameMonth, type MonthEffect, type PolicyEffect } from '#domain/sla/policy-effect';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { formatExact, monthUtc } from '#domain/time/format-utc';
import { consoleCatalogEn } from '#messages/en/catalog';
import { en } from '#messages/en/site';

const TEXT = consoleCatalogEn.effect;
/** Units from days to seconds. */
const UNITS = 4;

/** The rows of the comparison for a month. */
const LINES: { label: string; text: (month: HistoryPeriod) => string }[] = [
  { label: TEXT.uptime, text: formatUptime },
  { label: TEXT.down, text: ({ downMs }) => (downMs === 0 ? en.figures.none : formatDuration(downMs, UNITS)) },
  {
    label: TEXT.degraded,
    text: ({ degradedMs }) => (degradedMs === 0 ? en.figures.none : formatDuration(degradedMs, UNITS)),
  },
  {
    label: TEXT.unknown,
    text: ({ unknownMs }) => (unknownMs === 0 ? en.figures.none : formatDuration(unknownMs, UNITS)),
  },
  { label: TEXT.budget, text: ({ budget, hasEnoughData }) => (hasEnoughData ? formatBudget(budget) : '–') },
  { label: TEXT.verdict, text: (month) => (month.hasEnoughData ? formatVerdict(month, month.budget) : '–') },
];

/** Compares the current figures of the months with those under the new policy. */
export function EffectTable({ effect }: { effect: PolicyEffect | null }) {
  if (!effect) return <p className="my-3 border-s-4 border-accent ps-3">{TEXT.none}</p>;
  const { months, from, isSupposed, cutBy } = effect;
  return (
    <section aria-label={TEXT.title} className="my-4 border-s-4 border-accent ps-3">
      <h3 className="font-semibold">{TEXT.title}</h3>
      <p className="mt-1">
        {isSupposed ? TEXT.supposed : TEXT.dated} <UtcTime at={from} text={formatExact(from)} isExact />.{' '}
        {cutBy && TEXT[cutBy]}
      </p>
      {cutBy === null && months.every(isSameMonth) && <p className="mt-1 font-semibold">{TEXT.same}</p>}
      {months.map((month) => (
        <Month key={month.asIs.from} month={month} />
      ))}
    </section>
  );
}

function Month({ month: { asIs, asIf } }: { month: MonthEffect }) {
  return (
    <table className="mt-3 w-full">
      <caption className="text-start font-semibold">{monthUtc(asIs.from)}</caption>
      <thead>
        <tr>
          <th scope="col">{TEXT.head.figure}</th>
          <th scope="col">{TEXT.head.asIs}</th>
          <th scope="col">{TEXT.head.asIf}</th>
        </tr>
      </thead>
      <tbody>
        {LINES.map(({ label, text }) => (
          <tr key={label}>
            <th scope="row" className="text-quiet">
              {label}
            </th>
            <td>{text(asIs)}</td>
            <td className={text(asIs) === text(asIf) ? '' : 'font-semibold'}>{text(asIf)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
