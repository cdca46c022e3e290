import type { Instant } from '#domain/time/interval';

/** Rule 8: the maximum age of a live probe at receipt. */
const AGE_MAX_MS = 48 * 3_600_000;
/** Rule 8: how far a probe may lie in the future. */
const AHEAD_MAX_MS = 60_000;
/** The earliest instant that can be stored. Times of incidents, updates and policies must not be earlier either. */
export const EARLIEST = Date.UTC(2000, 0);
export const TOO_EARLY = 'must not be before 2000-01-01T00:00:00Z';

/** `receivedAt`: when the first bytes arrived. `latest`: the latest current time by any clock of this process. */
export type Arrival = { receivedAt: Instant; latest: Instant; mayBackfill: boolean };

/** Returns the earliest `observedAt` of a live probe received at `receivedAt`. */
export function oldestAdmissible(receivedAt: Instant): Instant {
  return Math.max(receivedAt - AGE_MAX_MS, EARLIEST);
}

/** Returns why a probe is rejected, or null. */
export function refusal(
  observedAt: Instant,
  { receivedAt, latest, mayBackfill }: Arrival,
): 'too_old' | 'in_future' | null {
  if (observedAt - latest > AHEAD_MAX_MS) return 'in_future';
  if (observedAt < EARLIEST) return 'too_old';
  return receivedAt - observedAt > AGE_MAX_MS && !mayBackfill ? 'too_old' : null;
}
