import type { Instant } from '#domain/time/interval';

/** A clock that is off by more than this is named, until it is off by less than CLOCK_RIGHT_MS: one at the limit is not wrong and right by turns. */
export const CLOCK_OFF_MS = 5_000;
export const CLOCK_RIGHT_MS = 4_000;
/** An agent that has not been in contact for so long says nothing of its clock any more. */
const CONTACT_FRESH_MS = 5 * 60_000;
/** An agent nothing of which has come live for so long reports late as a rule, and nobody waits for it. */
const LATE_AS_A_RULE_MS = 86_400_000;

/**
 * What is known of an agent from its deliveries. `seenAt`: the newest instant that it observed; `liveAt`: the newest that reached us within silenceAfter;
 * null where there is none. `lagMs`: from the newest probe of a delivery to its receipt, the least of this minute; `earlierLagMs`: of the minute
 * before, null in the first.
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

/** Whether what an agent observed used to come within silenceAfter, within the day before it was last seen. */
export function wasLive({ seenAt, liveAt }: SourceContact): boolean {
  return seenAt !== null && liveAt !== null && seenAt - liveAt < LATE_AS_A_RULE_MS;
}

/** Whether an agent that used to report live has not been seen for `silenceAfterMs` at `t`. What it buffered and sends later shows nothing of now. */
export function isAgentSilent(contact: SourceContact, silenceAfterMs: number, t: Instant): boolean {
  return contact.seenAt !== null && wasLive(contact) && t - contact.seenAt >= silenceAfterMs;
}

export function isReporting({ contactAt }: SourceContact, now: Instant): boolean {
  return now - contactAt <= CONTACT_FRESH_MS;
}

/**
 * How far an agent's clock is ahead (or, below zero, behind), where that is more than CLOCK_OFF_MS, or CLOCK_RIGHT_MS where it is named already; else null.
 * What comes from the future shows it at once. What is late may have waited, so only where nothing was quicker for more than a minute is the clock behind,
 * or all it sends late.
 */
export function clockOffMs(contact: SourceContact, now: Instant, isNamed = false): number | null {
  const { lagMs, earlierLagMs } = contact;
  if (!isReporting(contact, now)) return null;
  const limitMs = isNamed ? CLOCK_RIGHT_MS : CLOCK_OFF_MS;
  const least = Math.min(lagMs, earlierLagMs ?? lagMs);
  if (least < -limitMs) return -least;
  return earlierLagMs !== null && least > limitMs ? -least : null;
}
