import type { Instant } from '#domain/time/interval';

/** Episodes less than this apart belong to one failure. */
const APART_MS = 60_000;

/** Returns the episodes of the latest failure of an incident, ascending; none if it has no episode. */
export function latestFailure<T extends { from: Instant; to: Instant | null }>(episodes: readonly T[]): T[] {
  const latest: T[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const episode of episodes.toSorted((a, b) => a.from - b.from)) {
    if (episode.from - end >= APART_MS) latest.length = 0;
    latest.push(episode);
    end = Math.max(end, episode.to ?? Number.POSITIVE_INFINITY);
  }
  return latest;
}
