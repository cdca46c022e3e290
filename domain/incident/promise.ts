import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';

export type PromiseState = 'kept' | 'missed' | 'due';
/** A word that readers got, where it put the incident, and when it promised the next. Automatic: of monitoring, which promises nothing. */
export type Word = { state: IncidentState; publishedAt: Instant; nextUpdateBy: Instant | null; isAutomatic: boolean };

/** A promise is a person's, and kept by a person: what monitoring says neither keeps nor takes it back, unless it says that it is over. */
function isAnswer({ isAutomatic, state }: Word): boolean {
  return !isAutomatic || !isOpenState(state);
}

/**
 * What became of the promise of each word, in their order: kept where the next word came by then, missed where it did not, due while there is time.
 * Words that were taken back later count: they were read. Null where nothing was promised: a word that the incident is over
 * promises none.
 */
export function promiseStates(words: readonly Word[], now: Instant): (PromiseState | null)[] {
  return words.map((word, i) => {
    const { publishedAt } = word;
    const nextUpdateBy = promiseOf(word);
    if (nextUpdateBy === null) return null;
    const later = words.filter(
      (other, j) =>
        isAnswer(other) && (other.publishedAt > publishedAt || (other.publishedAt === publishedAt && j > i)),
    );
    if (later.length === 0) return now <= nextUpdateBy ? 'due' : 'missed';
    return Math.min(...later.map((other) => other.publishedAt)) <= nextUpdateBy ? 'kept' : 'missed';
  });
}

/** When a word promises the next: what ends an incident is the last that has to come. */
export function promiseOf({ state, nextUpdateBy }: Pick<Word, 'state' | 'nextUpdateBy'>): Instant | null {
  return isOpenState(state) ? nextUpdateBy : null;
}

/** The promise that stands: that of the newest word which could keep one, kept or not yet. */
export function standingPromise(words: readonly Word[]): Instant | null {
  const newest = words
    .filter(isAnswer)
    .reduce<Word | null>((found, word) => (found && found.publishedAt > word.publishedAt ? found : word), null);
  return newest && promiseOf(newest);
}
