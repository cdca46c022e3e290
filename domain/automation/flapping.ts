import type { Instant } from '#domain/time/interval';
import type { Episode } from './incident-record.ts';
import type { Outage } from './outages.ts';

/** A component is flapping when this many episodes start within FLAPPING_WITHIN_MS. Further changes then send no notification … */
const FLAPPING_EPISODES = 3;
export const FLAPPING_WITHIN_MS = 3_600_000;
/** … until it has had no outage for this long. */
export const COOLDOWN_MS = 3_600_000;
/** An outage of a flapping component that lasts this long is reported again. */
export const SUSTAINED_MS = 600_000;

/** Returns when the cooldown of a flapping component ends; null if it is not flapping. `episodes`: those of the component in one incident. */
export function cooldownEndsAt(episodes: readonly Pick<Episode, 'from' | 'to'>[]): Instant | null {
  let starts: Instant[] = [];
  let end = Number.NEGATIVE_INFINITY;
  let isFlapping = false;
  for (const { from, to } of episodes.toSorted((a, b) => a.from - b.from)) {
    const hadCooldown = from - end >= COOLDOWN_MS;
    starts = hadCooldown ? [from] : [...starts.filter((start) => from - start <= FLAPPING_WITHIN_MS), from];
    isFlapping = (isFlapping && !hadCooldown) || starts.length >= FLAPPING_EPISODES;
    end = Math.max(end, to ?? Number.POSITIVE_INFINITY);
  }
  return isFlapping ? end + COOLDOWN_MS : null;
}

/** Returns whether one more outage makes a component flap, continues its flapping, or neither. */
export function flapOf(earlier: readonly Episode[], outage: { from: Instant }): 'none' | 'begins' | 'continues' {
  const cooldownEnd = cooldownEndsAt(earlier);
  if (cooldownEnd !== null && outage.from < cooldownEnd) return 'continues';
  return cooldownEndsAt([...earlier, { from: outage.from, to: null }]) === null ? 'none' : 'begins';
}

/** Returns whether an outage notifies. While a component is flapping, only an outage worse than all of the last hour does. */
export function isNotified(earlier: readonly Episode[], outage: Pick<Outage, 'from' | 'level'>): boolean {
  const recent = earlier.filter(({ to }) => to === null || outage.from - to <= FLAPPING_WITHIN_MS);
  return flapOf(earlier, outage) !== 'continues' || recent.every(({ level }) => level < outage.level);
}
