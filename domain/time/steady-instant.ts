import type { Instant } from './interval.ts';

/** A jump of the wall clock against the running time larger than this is a step, not drift. */
const CLOCK_STEP_MS = 5_000;
/** Probes older than this, by the running time, say nothing of what time it is. */
const EVIDENCE_FRESH_MS = 90_000;

export type ClockReading = { wall: Instant; monotonicMs: number };

/** What the wall clock would read now had it run on steadily since `anchor`. */
function expectedInstant(anchor: ClockReading, now: ClockReading): Instant {
  return anchor.wall + Math.round(now.monotonicMs - anchor.monotonicMs);
}

/**
 * The time to go by when the wall clock may have been set. After a step, probes of live sources tell whether the new time is right: until
 * they bear it out, time goes on at its former pace. Else a wrong clock would turn every source quiet, or every probe into the future.
 */
export function steadyInstant(
  anchor: ClockReading,
  now: ClockReading,
  newestObservedAt: Instant | null,
): { at: Instant; isStep: boolean } {
  const expected = expectedInstant(anchor, now);
  const isStep = Math.abs(now.wall - expected) > CLOCK_STEP_MS;
  const isContested = isStep && newestObservedAt !== null && expected - newestObservedAt < EVIDENCE_FRESH_MS;
  if (!isContested) return { at: now.wall, isStep: false };
  if (now.wall > expected) return { at: Math.min(now.wall, Math.max(expected, newestObservedAt)), isStep };
  return newestObservedAt - now.wall > CLOCK_STEP_MS ? { at: expected, isStep } : { at: now.wall, isStep: false };
}
