import { performance } from 'node:perf_hooks';
import type { Instant } from '#domain/time/interval';
import { type ClockSample, steadyInstant } from '#domain/time/steady-instant';

export type Clock = {
  now: () => Instant;
  /** Milliseconds that only ever run forward, from any start; for measuring how long something took. */
  monotonicMs: () => number;
  /** The latest that it can be, where the clock was set and nobody knows yet which time is right; else now. */
  latest: () => Instant;
  /** Tells the clock of a probe by a live source: evidence of what time it is. */
  noteObserved: (at: Instant) => void;
};

const wall = () => Date.now();
const monotonicMs = () => performance.now();

/** The wall clock, as it is; for commands. */
export const systemClock: Clock = { now: wall, monotonicMs, latest: wall, noteObserved: () => undefined };

/** The wall clock, guarded against being set wrongly (domain/time/steady-instant.ts). `onStep` hears once of each step that is not followed. */
export function steadyClock(
  onStep: (step: { wall: Instant; kept: Instant }) => void,
  source: Pick<Clock, 'now' | 'monotonicMs'> = systemClock,
): Clock {
  const read = (): ClockSample => ({ wall: source.now(), monotonicMs: source.monotonicMs() });
  let anchor = read();
  let newestObservedAt: Instant | null = null;
  let isStepped = false;

  function now(): Instant {
    const reading = read();
    const { at, isStep } = steadyInstant(anchor, reading, newestObservedAt);
    if (!isStep || at === reading.wall) anchor = reading;
    if (isStep && !isStepped) onStep({ wall: reading.wall, kept: at });
    isStepped = isStep;
    return at;
  }

  return {
    now,
    monotonicMs: source.monotonicMs,
    latest: () => Math.max(source.now(), now()),
    noteObserved: (at) => {
      newestObservedAt = Math.max(newestObservedAt ?? at, at);
    },
  };
}

/** A clock that stands where it was set; for replays and tests. */
export function manualClock(start: Instant): Clock & { set: (t: Instant) => void } {
  let now = start;
  return {
    now: () => now,
    monotonicMs: () => now,
    latest: () => now,
    noteObserved: () => undefined,
    set: (t) => {
      now = t;
    },
  };
}
