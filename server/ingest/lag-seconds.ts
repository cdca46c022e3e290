import type { Instant } from '#domain/time/interval';

const SHORT_MAX = 32_767;

/** Whole seconds from `at` to its receipt, as they are stored: never beyond what the column holds. */
export function receivedAfterS(receivedAt: Instant, at: Instant): number {
  return Math.max(-SHORT_MAX, Math.min(SHORT_MAX, Math.floor((receivedAt - at) / 1000)));
}
