import type { Instant } from '#domain/time/interval';

const HOUR_MS = 3_600_000;
/** Maximum age of an event when it is sent. Older events are not sent, so that a restore or a long pause sends nothing outdated. */
const EVENT_AGE_MS_MAX = HOUR_MS;
/** How late a first attempt may be if no worker was running when it was due. Later ones are dropped. */
const FIRST_TRY_LATE_MS_MAX = HOUR_MS;
/** How late such a retry, a notice or a subscription request may be. */
const LATE_MS_MAX = 24 * HOUR_MS;
/** The time in which messages are counted. */
export const VOLUME_WINDOW_MS = HOUR_MS;
/** Messages per recipient and window. Later ones wait, and of one incident only the latest is sent. */
export const RECIPIENT_MESSAGES_MAX = 12;
/** Messages per window, as an average of all active subscribers. More is far above normal, and a person decides. */
const MESSAGES_PER_SUBSCRIBER_MAX = 20;
/** Volume that never pauses sending, whatever the number of subscribers. */
const VOLUME_MIN = 1_000;

/** `send`: to its recipients; `silent`: to no one; `too_old`: no longer to anyone; `wait`: sending is paused; `pause`: the volume pauses sending now. */
export type FanOutDecision = 'send' | 'silent' | 'too_old' | 'wait' | 'pause';

type Facts = {
  now: Instant;
  isPaused: boolean;
  /** Messages of the last window. */
  recentMessages: number;
  activeSubscribers: number;
};

/** Decides whether a due event is sent. `createdAt`: when it was published. */
export function decideFanOut(
  { createdAt, notifies }: { createdAt: Instant; notifies: boolean },
  { now, isPaused, recentMessages, activeSubscribers }: Facts,
): FanOutDecision {
  if (isPaused) return 'wait';
  if (!notifies) return 'silent';
  if (now - createdAt > EVENT_AGE_MS_MAX) return 'too_old';
  return recentMessages > Math.max(VOLUME_MIN, activeSubscribers * MESSAGES_PER_SUBSCRIBER_MAX) ? 'pause' : 'send';
}

/**
 * Returns whether a claimed delivery of an event is too late to be sent. `dueAt`: when this try was due, which is later than the publication for a message
 * that waited for an earlier one or for the hourly cap. `tries`: including this one. `resumedAt`: since when workers have been running. What became due
 * after that only waited for its turn, however slow the queue is.
 */
export function isTooLate(
  { tries, dueAt }: { tries: number; dueAt: Instant },
  { now, resumedAt }: { now: Instant; resumedAt: Instant },
): boolean {
  return dueAt < resumedAt && now - dueAt > (tries <= 1 ? FIRST_TRY_LATE_MS_MAX : LATE_MS_MAX);
}

/** Returns whether what a person asked for at `askedAt`, or a notice due then, is too late to be sent. */
export function isForgotten(askedAt: Instant, now: Instant): boolean {
  return now - askedAt > LATE_MS_MAX;
}
