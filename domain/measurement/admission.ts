import type { Instant } from '#domain/time/interval';

/** Rule 8: live probes are taken up to this age, counted from receipt. */
const AGE_MAX_MS = 48 * 3_600_000;
/** Rule 8: a probe further in the future than this is refused. */
const AHEAD_MAX_MS = 60_000;
/** The first instant that can be stored, and that anyone may give for an incident, an update or a policy. */
export const EARLIEST = Date.UTC(2000, 0);
export const TOO_EARLY = 'must not be before 2000-01-01T00:00:00Z';

/** `receivedAt`: when its bytes were first taken. `latest`: the latest that it can be by any clock of ours. */
export type Arrival = { receivedAt: Instant; latest: Instant; mayBackfill: boolean };

/** The first instant of which a live probe that is received at `receivedAt` may speak. */
export function oldestAdmissible(receivedAt: Instant): Instant {
  return Math.max(receivedAt - AGE_MAX_MS, EARLIEST);
}

/** Why a probe is refused on arrival, or null. */
export function refusal(
  observedAt: Instant,
  { receivedAt, latest, mayBackfill }: Arrival,
): 'too_old' | 'in_future' | null {
  if (observedAt - latest > AHEAD_MAX_MS) return 'in_future';
  if (observedAt < EARLIEST) return 'too_old';
  return receivedAt - observedAt > AGE_MAX_MS && !mayBackfill ? 'too_old' : null;
}
