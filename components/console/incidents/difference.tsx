import { diffWordsWithSpace } from 'diff';
import { consoleIncidentsEn } from '#messages/en/console-incidents';

const TEXT = consoleIncidentsEn.edit;

export type Conflict = { theirs: string; yours: string; version: number };

/** Shows two conflicting texts and their difference. */
export function Difference({ theirs, yours }: Conflict) {
  return (
    <>
      <section aria-label={TEXT.theirs} className="mt-3 border-2 border-line p-3">
        <p className="text-small text-quiet">{TEXT.theirs}</p>
        <p className="whitespace-pre-wrap">{theirs}</p>
      </section>
      <section aria-label={TEXT.difference} className="mt-3 border-2 border-line p-3">
        <p className="text-small text-quiet">{TEXT.difference}</p>
        <p className="whitespace-pre-wrap">
          {diffWordsWithSpace(theirs, yours).map(({ value, added, removed }, i) =>
            added ? <ins key={i}>{value}</ins> : removed ? <del key={i}>{value}</del> : <span key={i}>{value}</span>,
          )}
        </p>
      </section>
    </>
  );
}
