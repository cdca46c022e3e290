import type { Instant } from '#domain/time/interval';

const HOUR_MS = 3_600_000;
/** An event that is older when it could be sent is not sent: after a restore or a long pause, old news must not go out. */
const EVENT_AGE_MS_MAX = HOUR_MS;
/** A delivery whose first try is later than this is not made, for the same reason. */
const FIRST_TRY_LATE_MS_MAX = HOUR_MS;
/** The same for a retry, and for what a person asked for, such as a confirmation. */
const LATE_MS_MAX = 24 * HOUR_MS;
/** The time in which messages are counted. */
export const VOLUME_WINDOW_MS = HOUR_MS;
/** Messages per recipient and window. Later ones wait, and of one incident only the latest is sent. */
export const RECIPIENT_MESSAGES_MAX = 12;
/** Messages per window, as an average of all active subscribers. More is far above normal, and a person decides. */
const MESSAGES_PER_SUBSCRIBER_MAX = 20;
/** A volume that is normal with any number of subscribers. */
const VOLUME_MIN = 1_000;

/** `send`: to its recipients; `silent`: to no one; `too_old`: to no one any more; `wait`: sending is paused; `pause`: the volume pauses sending now. */
export type FanOutDecision = 'send' | 'silent' | 'too_old' | 'wait' | 'pause';

type Facts = {
  now: Instant;
  isPaused: boolean;
  /** Messages of the last window. */
  recentMessages: number;
  activeSubscribers: number;
};

/** Decides what becomes of a due event. `createdAt`: when it was published. */
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
 * that waited for an earlier one or for the hourly cap. `tries`: including this one.
 */
export function isTooLate({ tries, dueAt }: { tries: number; dueAt: Instant }, now: Instant): boolean {
  return now - dueAt > (tries <= 1 ? FIRST_TRY_LATE_MS_MAX : LATE_MS_MAX);
}

/** Returns whether what a person asked for at `askedAt`, or a notice due then, is too late to be sent. */
export function isForgotten(askedAt: Instant, now: Instant): boolean {
  return now - askedAt > LATE_MS_MAX;
}
