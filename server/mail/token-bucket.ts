import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '#server/clock';

/** Returns a function that resolves at most `perSecond` times per second, evenly from the first call on. Calls are served in order. Returns how long it waited. */
export function createTokenBucket(perSecond: number, clock: Pick<Clock, 'monotonicMs'>): () => Promise<number> {
  const intervalMs = 1_000 / perSecond;
  let nextAtMs = Number.NEGATIVE_INFINITY;
  let served = Promise.resolve();
  return async () => {
    const now = clock.monotonicMs();
    const atMs = Math.max(now, nextAtMs);
    nextAtMs = atMs + intervalMs;
    const before = served;
    const after = atMs > now ? wait(atMs - now) : undefined;
    served = Promise.all([before, after]).then(() => undefined); // on a busy machine, a longer timer may end first
    await served;
    return atMs - now;
  };
}
