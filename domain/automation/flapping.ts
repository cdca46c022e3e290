import type { Instant } from '#domain/time/interval';
import type { Episode } from './incident-record.ts';

/** With so many episodes that begin within FLAPPING_WITHIN_MS a component goes up and down: its further ups and downs notify nobody … */
const FLAPPING_EPISODES = 3;
export const FLAPPING_WITHIN_MS = 3_600_000;
/** One of them that lasts so long is no ups and downs any more. */
export const SUSTAINED_MS = 600_000;
/** … until it had no outage for so long. */
export const COOLDOWN_MS = 3_600_000;

/** When a component that goes up and down will have been calm for long enough; null where it does not. `episodes`: its own, of one incident. */
export function cooldownEndsAt(episodes: readonly Pick<Episode, 'from' | 'to'>[]): Instant | null {
  let starts: Instant[] = [];
  let end = Number.NEGATIVE_INFINITY;
  let isFlapping = false;
  for (const { from, to } of episodes.toSorted((a, b) => a.from - b.from)) {
    const wasCalm = from - end >= COOLDOWN_MS;
    starts = wasCalm ? [from] : [...starts.filter((start) => from - start <= FLAPPING_WITHIN_MS), from];
    isFlapping = (isFlapping && !wasCalm) || starts.length >= FLAPPING_EPISODES;
    end = Math.max(end, to ?? Number.POSITIVE_INFINITY);
  }
  return isFlapping ? end + COOLDOWN_MS : null;
}

/** What a further outage of a component is to readers: news, the word that it goes up and down, or one more of what was said so. */
export function flapOf(earlier: readonly Episode[], outage: { from: Instant }): 'none' | 'begins' | 'goes_on' {
  const calm = cooldownEndsAt(earlier);
  if (calm !== null && outage.from < calm) return 'goes_on';
  return cooldownEndsAt([...earlier, { from: outage.from, to: null }]) === null ? 'none' : 'begins';
}
