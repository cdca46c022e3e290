import type { Instant } from '#domain/time/interval';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The tries of a delivery. `afterMs`: the pause before each. `jitter`: pauses differ by up to this share. */
export type RetryPlan = { afterMs: readonly number[]; jitter: number };

/** The tries of a delivery to a subscriber. Those that failed together are not all tried again together. */
const SUBSCRIBER_RETRIES: RetryPlan = {
  afterMs: [
    0,
    5 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    14 * HOUR_MS,
    20 * HOUR_MS,
    24 * HOUR_MS,
  ],
  jitter: 0.2,
};
export const SUBSCRIBER_TRIES_MAX = SUBSCRIBER_RETRIES.afterMs.length;

/**
 * Returns when the next try is due after `tries` failed tries, or null if there is none. `chance`: from 0 to 1, where in the jitter the pause lies.
 * `retryAfterMs`: the shortest pause that the receiver accepts. `plan`: by default that of subscribers.
 */
export function retryAt({
  tries,
  now,
  chance,
  retryAfterMs,
  plan: { afterMs, jitter } = SUBSCRIBER_RETRIES,
}: {
  tries: number;
  now: Instant;
  chance: number;
  retryAfterMs: number | null;
  plan?: RetryPlan;
}): Instant | null {
  const pauseMs = afterMs[tries];
  if (pauseMs === undefined) return null;
  const jittered = Math.round(pauseMs * (1 - jitter + 2 * jitter * chance));
  return now + Math.max(jittered, retryAfterMs ?? 0);
}
