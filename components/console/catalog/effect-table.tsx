import type { PolicyEffect } from '#domain/policy-effect';
import { formatPercent } from '#domain/uptime';
import type { HistoryPeriod } from '#domain/uptime-history';
import { exactWords } from '#domain/utc-words';
import { consoleCatalogEn } from '../../../messages/console-catalog-en.ts';
import { en } from '../../../messages/en.ts';
import { durationWords } from '../../duration-words.ts';
import { budgetWords } from '../../share-words.ts';
import { UtcTime } from '../../utc-time.tsx';
import { verdictWords } from '../../verdict-words.ts';

const TEXT = consoleCatalogEn.effect;
/** Days down to seconds. */
const UNITS = 4;

/** What each line of the comparison says of a month. */
const LINES: { label: string; words: (month: HistoryPeriod) => string }[] = [
  { label: TEXT.uptime, words: ({ uptimeMillionths, downMs }) => (uptimeMillionths === null ? en.figures.noData : formatPercent(uptimeMillionths, downMs)) },
  { label: TEXT.down, words: ({ downMs }) => (downMs === 0 ? en.figures.none : durationWords(downMs, UNITS)) },
  { label: TEXT.unknown, words: ({ unknownMs }) => (unknownMs === 0 ? en.figures.none : durationWords(unknownMs, UNITS)) },
  { label: TEXT.budget, words: ({ budget }) => budgetWords(budget) },
  { label: TEXT.verdict, words: (month) => verdictWords(month, month.budget) },
];

/** The figure of the month as it is, beside what further rules would make of it. */
export function EffectTable({ effect }: { effect: PolicyEffect | null }) {
  if (!effect) return <p className="my-3 border-s-4 border-accent ps-3">{TEXT.none}</p>;
  const { asIs, asIf, from, isSupposed, cutBy } = effect;
  const isSame = asIs.downMs === asIf.downMs && asIs.upMs === asIf.upMs && asIs.unknownMs === asIf.unknownMs;
  return (
    <section aria-label={TEXT.title} className="my-4 border-s-4 border-accent ps-3">
      <h3 className="font-semibold">{TEXT.title}</h3>
      <p className="mt-1">
        {isSupposed ? TEXT.supposed : TEXT.dated} <UtcTime at={from} words={exactWords(from)} isExact />. {cutBy && TEXT[cutBy]}
      </p>
      {isSame && <p className="mt-1 font-semibold">{TEXT.same}</p>}
      <table className="mt-2 w-full tabular-nums">
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
    </section>
  );
}
