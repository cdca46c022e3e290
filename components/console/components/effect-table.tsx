import { formatBudget, formatUptime } from '#components/site/format-share.ts';
import { formatVerdict } from '#components/site/format-verdict.ts';
import { formatDuration } from '#components/ui/format-duration.ts';
import { UtcTime } from '#components/ui/utc-time';
import { isSameMonth, type MonthEffect, type PolicyEffect } from '#domain/sla/policy-effect';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { formatExact, monthUtc } from '#domain/time/format-utc';
import { consoleCatalogEn } from '#messages/en/catalog';
import { en } from '#messages/en/site';

const TEXT = consoleCatalogEn.effect;
/** Days down to seconds. */
const UNITS = 4;

/** What each line of the comparison says of a month. */
const LINES: { label: string; words: (month: HistoryPeriod) => string }[] = [
  { label: TEXT.uptime, words: formatUptime },
  { label: TEXT.down, words: ({ downMs }) => (downMs === 0 ? en.figures.none : formatDuration(downMs, UNITS)) },
  {
    label: TEXT.degraded,
    words: ({ degradedMs }) => (degradedMs === 0 ? en.figures.none : formatDuration(degradedMs, UNITS)),
  },
  {
    label: TEXT.unknown,
    words: ({ unknownMs }) => (unknownMs === 0 ? en.figures.none : formatDuration(unknownMs, UNITS)),
  },
  { label: TEXT.budget, words: ({ budget, hasEnoughData }) => (hasEnoughData ? formatBudget(budget) : '–') },
  { label: TEXT.verdict, words: (month) => (month.hasEnoughData ? formatVerdict(month, month.budget) : '–') },
];

/** The figures of the months as they are, beside what further rules would make of them. */
export function EffectTable({ effect }: { effect: PolicyEffect | null }) {
  if (!effect) return <p className="my-3 border-s-4 border-accent ps-3">{TEXT.none}</p>;
  const { months, from, isSupposed, cutBy } = effect;
  return (
    <section aria-label={TEXT.title} className="my-4 border-s-4 border-accent ps-3">
      <h3 className="font-semibold">{TEXT.title}</h3>
      <p className="mt-1">
        {isSupposed ? TEXT.supposed : TEXT.dated} <UtcTime at={from} words={formatExact(from)} isExact />.{' '}
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
    <table className="mt-3 w-full tabular-nums">
      <caption className="text-start font-semibold">{monthUtc(asIs.from)}</caption>
      <thead>
        <tr>
          <th scope="col">{TEXT.head.figure}</th>
          <th scope="col">{TEXT.head.asIs}</th>
          <th scope="col">{TEXT.head.asIf}</th>
        </tr>
      </thead>
      <tbody>
        {LINES.map(({ label, words }) => (
          <tr key={label}>
            <th scope="row" className="text-quiet">
              {label}
            </th>
            <td>{words(asIs)}</td>
            <td className={words(asIs) === words(asIf) ? '' : 'font-semibold'}>{words(asIf)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
