import type { Instant } from '#domain/time/interval';

const SHORT_MAX = 32_767;

/** Returns whole seconds from `at` to its receipt, clamped to the range of the column. */
export function receivedAfterS(receivedAt: Instant, at: Instant): number {
  return Math.max(-SHORT_MAX, Math.min(SHORT_MAX, Math.floor((receivedAt - at) / 1000)));
}
