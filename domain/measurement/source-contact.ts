import type { Instant } from '#domain/time/interval';

/** A clock that is off by more than this is wrong until it is off by less than CLOCK_RIGHT_MS. The two limits prevent flapping. */
export const CLOCK_OFF_MS = 5_000;
export const CLOCK_RIGHT_MS = 4_000;
/** After this time without contact, nothing is known of an agent's clock. */
const CONTACT_FRESH_MS = 5 * 60_000;
/** An agent without live probes for this long always reports late, so its silence means nothing. */
const LATE_AS_A_RULE_MS = 86_400_000;

/**
 * Contact with an agent, from its deliveries. `seenAt`: time of its newest probe. `liveAt`: time of its newest probe that arrived within silenceAfter.
 * Both are null if there is none. `lagMs`: time from the newest probe of a delivery to its receipt, the minimum of this minute. `earlierLagMs`: that of
 * the minute before, null in the first minute.
 */
export type SourceContact = {
  id: number;
  name: string;
  contactAt: Instant;
  seenAt: Instant | null;
  liveAt: Instant | null;
  lagMs: number;
  earlierLagMs: number | null;
};

/** Returns whether probes of an agent arrived within silenceAfter during the day before it was last seen. */
export function wasLive({ seenAt, liveAt }: SourceContact): boolean {
  return seenAt !== null && liveAt !== null && seenAt - liveAt < LATE_AS_A_RULE_MS;
}

/** Returns whether an agent that used to report live has sent no probe of the last `silenceAfterMs` before `t`. Buffered probes do not count. */
export function isAgentSilent(contact: SourceContact, silenceAfterMs: number, t: Instant): boolean {
  return contact.seenAt !== null && wasLive(contact) && t - contact.seenAt >= silenceAfterMs;
}

export function isReporting({ contactAt }: SourceContact, now: Instant): boolean {
  return now - contactAt <= CONTACT_FRESH_MS;
}

/**
 * Returns how far an agent's clock is ahead, or behind if negative. Null within CLOCK_OFF_MS, or CLOCK_RIGHT_MS if it was wrong before (`isNamed`).
 * A probe from the future proves a clock ahead at once. A late probe may have waited, so the clock counts as behind only if no delivery was quicker for
 * more than a minute. Then the clock is behind, or all deliveries are late.
 */
export function clockOffMs(contact: SourceContact, now: Instant, isNamed = false): number | null {
  const { lagMs, earlierLagMs } = contact;
  if (!isReporting(contact, now)) return null;
  const limitMs = isNamed ? CLOCK_RIGHT_MS : CLOCK_OFF_MS;
  const least = Math.min(lagMs, earlierLagMs ?? lagMs);
  if (least < -limitMs) return -least;
  return earlierLagMs !== null && least > limitMs ? -least : null;
}
