import { performance } from 'node:perf_hooks';
import type { Instant } from '#domain/interval';

export type Clock = {
  now: () => Instant;
  /** Milliseconds that only ever run forward, from any start; for measuring how long something took. */
  monotonicMs: () => number;
};

export const systemClock: Clock = { now: () => Date.now(), monotonicMs: () => performance.now() };

/** A clock that stands where it was set; for replays and tests. */
export function manualClock(start: Instant): Clock & { set: (t: Instant) => void } {
  let now = start;
  return {
    now: () => now,
    monotonicMs: () => now,
    set: (t) => {
      now = t;
    },
  };
}
