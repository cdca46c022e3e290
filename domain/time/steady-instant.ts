import type { Instant } from './interval.ts';

/** A jump of the wall clock against the monotonic clock larger than this is a step, not drift. */
const CLOCK_STEP_MS = 5_000;
/** Probes older than this by the monotonic clock are no evidence of the current time. */
const EVIDENCE_FRESH_MS = 90_000;

export type ClockSample = { wall: Instant; monotonicMs: number };

/** Returns what the wall clock would show now if it had run steadily since `anchor`. */
function expectedInstant(anchor: ClockSample, now: ClockSample): Instant {
  return anchor.wall + Math.round(now.monotonicMs - anchor.monotonicMs);
}

/**
 * Returns the time to use when the wall clock may have been set. After a step, fresh probes show whether the new time is right. Until they confirm it, the
 * time continues at its former pace. Otherwise a wrong clock would make every source silent, or put every probe into the future.
 */
export function steadyInstant(
  anchor: ClockSample,
  now: ClockSample,
  newestObservedAt: Instant | null,
): { at: Instant; isStep: boolean } {
  const expected = expectedInstant(anchor, now);
  const isStep = Math.abs(now.wall - expected) > CLOCK_STEP_MS;
  const isContested = isStep && newestObservedAt !== null && expected - newestObservedAt < EVIDENCE_FRESH_MS;
  if (!isContested) return { at: now.wall, isStep: false };
  if (now.wall > expected) return { at: Math.min(now.wall, Math.max(expected, newestObservedAt)), isStep };
  return newestObservedAt - now.wall > CLOCK_STEP_MS ? { at: expected, isStep } : { at: now.wall, isStep: false };
}
