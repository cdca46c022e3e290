import type { Instant } from './interval.ts';

/** Rule 8: live observations are taken up to this age, counted from receipt. */
const AGE_MAX_MS = 48 * 3_600_000;
/** Rule 8: an observation further in the future than this is refused. */
const AHEAD_MAX_MS = 60_000;
/** The first instant that can be stored. */
const EARLIEST = Date.UTC(2000, 0);

/** Why an observation is refused on arrival, or null. `receivedAt` is when its bytes were first taken. */
export function refusal(observedAt: Instant, receivedAt: Instant, mayBackfill: boolean): 'too_old' | 'in_future' | null {
  if (observedAt - receivedAt > AHEAD_MAX_MS) return 'in_future';
  if (observedAt < EARLIEST) return 'too_old';
  return receivedAt - observedAt > AGE_MAX_MS && !mayBackfill ? 'too_old' : null;
}
