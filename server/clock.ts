import { performance } from 'node:perf_hooks';
import type { Instant } from '#domain/time/interval';
import { type ClockSample, steadyInstant } from '#domain/time/steady-instant';

export type Clock = {
  now: () => Instant;
  /** Monotonic milliseconds from an arbitrary start, to measure durations. */
  monotonicMs: () => number;
  /** The latest possible time: after a step of the clock, until it is known which time is right, the later one; otherwise now. */
  latest: () => Instant;
  /** Records a probe of a live source as evidence of the time. */
  noteObserved: (at: Instant) => void;
  /** The time by which monitoring data counts as fresh or stale: now, except when a page is rendered as it is to look once its data is stale. */
  shownAt: () => Instant;
  /** Whether it moves only when it is set. */
  isFixed: boolean;
};

const wall = () => Date.now();
const monotonicMs = () => performance.now();

/** The unguarded wall clock, for commands. */
export const systemClock: Clock = {
  now: wall,
  monotonicMs,
  latest: wall,
  shownAt: wall,
  noteObserved: () => undefined,
  isFixed: false,
};

/** Makes a wall clock that is guarded against wrong settings (domain/time/steady-instant.ts). `onStep` is called once for each step that it does not follow. */
export function steadyClock(
  onStep: (step: { wall: Instant; guarded: Instant }) => void,
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
    if (isStep && !isStepped) onStep({ wall: reading.wall, guarded: at });
    isStepped = isStep;
    return at;
  }

  return {
    now,
    monotonicMs: source.monotonicMs,
    latest: () => Math.max(source.now(), now()),
    shownAt: now,
    isFixed: false,
    noteObserved: (at) => {
      newestObservedAt = Math.max(newestObservedAt ?? at, at);
    },
  };
}

/** Makes a clock that moves only when it is set, for replays and tests. */
export function manualClock(start: Instant): Clock & { set: (t: Instant) => void } {
  let now = start;
  return {
    now: () => now,
    monotonicMs: () => now,
    latest: () => now,
    shownAt: () => now,
    noteObserved: () => undefined,
    isFixed: true,
    set: (t) => {
      now = t;
    },
  };
}
