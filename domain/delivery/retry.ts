import type { Instant } from '#domain/time/interval';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses before each try of a delivery to a subscriber. */
const TRY_AFTER_MS = [
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
] as const;
export const SUBSCRIBER_TRIES_MAX = TRY_AFTER_MS.length;
/** Pauses differ by up to this share, so that deliveries that failed together are not all tried again together. */
const JITTER = 0.2;

/**
 * Returns when the next try is due after `tries` failed tries, or null if there is none. `chance`: from 0 to 1, where in the jitter the pause lies.
 * `retryAfterMs`: the shortest pause that the receiver accepts.
 */
export function retryAt({
  tries,
  now,
  chance,
  retryAfterMs,
}: {
  tries: number;
  now: Instant;
  chance: number;
  retryAfterMs: number | null;
}): Instant | null {
  const pauseMs = TRY_AFTER_MS[tries];
  if (pauseMs === undefined) return null;
  const jittered = Math.round(pauseMs * (1 - JITTER + 2 * JITTER * chance));
  return now + Math.max(jittered, retryAfterMs ?? 0);
}
