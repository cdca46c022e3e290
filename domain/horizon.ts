import type { Instant } from './interval.ts';

/** A jump of the wall clock against the running time larger than this is a step, not drift. */
const CLOCK_STEP_MS = 5_000;

export type ClockReading = { wall: Instant; monotonicMs: number };

/**
 * The instant up to which may be judged when the wall clock reads `now`. After a step forward, time goes on at the pace of the monotonic
 * clock, until a probe shows that it really is that late: else a wrong clock would turn every source quiet.
 */
export function steadyInstant(anchor: ClockReading, now: ClockReading, latestObservedAt: Instant | null): { at: Instant; isStep: boolean } {
  const expected = anchor.wall + Math.round(now.monotonicMs - anchor.monotonicMs);
  const isStep = now.wall - expected > CLOCK_STEP_MS;
  if (!isStep) return { at: now.wall, isStep };
  return { at: Math.min(now.wall, Math.max(expected, latestObservedAt ?? expected)), isStep };
}
