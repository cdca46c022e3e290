import type { Instant } from './interval.ts';

export type PromiseState = 'kept' | 'missed' | 'due';
/** A word that readers got, and when it promised the next. */
export type Word = { publishedAt: Instant; nextUpdateBy: Instant | null };

/**
 * What became of the promise of each word, in their order: kept where the next word came by then, missed where it did not, due while there is time.
 * Words that were taken back later count: they were read. Null where nothing was promised.
 */
export function promiseStates(words: readonly Word[], now: Instant): (PromiseState | null)[] {
  return words.map(({ publishedAt, nextUpdateBy }, i) => {
    if (nextUpdateBy === null) return null;
    const later = words.filter((word, j) => word.publishedAt > publishedAt || (word.publishedAt === publishedAt && j > i));
    if (later.length === 0) return now <= nextUpdateBy ? 'due' : 'missed';
    return Math.min(...later.map((word) => word.publishedAt)) <= nextUpdateBy ? 'kept' : 'missed';
  });
}

/** The promise that stands: that of the newest word, kept or not yet. */
export function standingPromise(words: readonly Word[]): Instant | null {
  const newest = words.reduce<Word | null>((found, word) => (found && found.publishedAt > word.publishedAt ? found : word), null);
  return newest?.nextUpdateBy ?? null;
}
