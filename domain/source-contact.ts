import type { Instant } from './interval.ts';

/** A clock that is off by more than this is named. */
export const CLOCK_OFF_MS = 5_000;
/** An agent that has not been in contact for so long says nothing of its clock any more. */
const CONTACT_FRESH_MS = 5 * 60_000;

/**
 * What is known of an agent from its deliveries. `seen`: the newest instant that it observed, and when that reached us. `lagMs`: from the newest
 * observation of a delivery to its receipt, the least of this minute; `earlierLagMs`: of the minute before, null in the first.
 */
export type SourceContact = {
  id: number;
  name: string;
  contactAt: Instant;
  seen: { at: Instant; heardAt: Instant } | null;
  lagMs: number;
  earlierLagMs: number | null;
};

/** Whether an agent that used to report within `silenceAfterMs` has not been seen for that long at `t`. One that always came late was never live. */
export function isBlind({ seen }: SourceContact, silenceAfterMs: number, t: Instant): boolean {
  return seen !== null && seen.heardAt - seen.at < silenceAfterMs && t - seen.at >= silenceAfterMs;
}

/**
 * How far an agent's clock is ahead (or, below zero, behind), where that is more than CLOCK_OFF_MS; else null. What comes from the future shows it at
 * once. What is late may have waited, so only where nothing was quicker for more than a minute is the clock behind, or all it sends late.
 */
export function clockOffMs({ contactAt, lagMs, earlierLagMs }: SourceContact, now: Instant): number | null {
  if (now - contactAt > CONTACT_FRESH_MS) return null;
  const least = Math.min(lagMs, earlierLagMs ?? lagMs);
  if (least < -CLOCK_OFF_MS) return -least;
  return earlierLagMs !== null && least > CLOCK_OFF_MS ? -least : null;
}
