import type { Instant } from '#domain/time/interval';
import { type RetryPlan, retryAt, SUBSCRIBER_TRIES_MAX } from './retry.ts';

/** The outcome of one try to deliver something. */
export type TryOutcome =
  | 'sent'
  | 'gone'
  | 'refused'
  | 'redirected'
  | 'blocked'
  | 'failed'
  | 'timed_out'
  | 'unreachable'
  | 'throttled';

/** One try. `answer`: the beginning of the answer, for staff. `retryAfterMs`: the pause that the receiver asked for. */
export type Attempt = { outcome: TryOutcome; isFinal: boolean; answer: string | null; retryAfterMs: number | null };

/** The state of a delivery after an attempt. `due`: it is retried at `dueAt`. */
export type Verdict =
  | { state: 'due'; outcome: TryOutcome; dueAt: Instant }
  | { state: 'sent'; outcome: 'sent' }
  | { state: 'dead'; outcome: TryOutcome | 'lost' }
  | { state: 'suppressed'; outcome: 'suppressed' }
  | { state: 'dropped'; outcome: 'unsubscribed' | 'too_old' };

/** The state of a subscription, as stored. */
export type SubscriberState = 'unconfirmed' | 'active' | 'quarantined' | 'disabled' | 'suppressed' | 'ended';

/**
 * Maps the status of a webhook's response to an outcome, as Standard Webhooks recommends: 410 is final, everything else but 2xx is tried again. Redirects
 * are not followed.
 */
export function outcomeOfStatus(status: number): TryOutcome {
  if (status >= 200 && status < 300) return 'sent';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 410) return 'gone';
  if (status === 429 || status === 502 || status === 504) return 'throttled';
  return status >= 500 ? 'failed' : 'refused';
}

type AttemptOf = { tries: number; now: Instant; chance: number; plan?: RetryPlan };

/** Returns the state of a delivery after attempt number `tries`. `chance`: from 0 to 1. `plan`: by default that of subscribers. */
export function verdictOf({ outcome, isFinal, retryAfterMs }: Attempt, attemptOf: AttemptOf): Verdict {
  if (outcome === 'sent') return { state: 'sent', outcome };
  const dueAt = isFinal ? null : retryAt({ ...attemptOf, retryAfterMs });
  return dueAt === null ? { state: 'dead', outcome } : { state: 'due', outcome, dueAt };
}

/**
 * Returns why a claimed delivery of an event must not be sent, or null if it may be. The subscription may have changed since the delivery was made. More
 * tries than the maximum mean that the last process died before it stored its result.
 */
export function obstacleTo({
  tries,
  state,
  isSuppressed,
  isTooLate,
}: {
  tries: number;
  state: SubscriberState;
  isSuppressed: boolean;
  isTooLate: boolean;
}): Verdict | null {
  if (state === 'suppressed' || (isSuppressed && state === 'active'))
    return { state: 'suppressed', outcome: 'suppressed' };
  if (state === 'disabled') return { state: 'dead', outcome: 'gone' };
  if (state === 'quarantined') return { state: 'dead', outcome: 'failed' };
  if (state !== 'active') return { state: 'dropped', outcome: 'unsubscribed' };
  if (isTooLate) return { state: 'dropped', outcome: 'too_old' };
  return tries > SUBSCRIBER_TRIES_MAX ? { state: 'dead', outcome: 'lost' } : null;
}
