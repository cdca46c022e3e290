const RETRY_AFTER_MS_MAX = 86_400_000;

/**
 * Returns the pause that an answer asks for in Retry-After, or null if it asks for none. A date there counts from the date of the answer, so that a wrong
 * clock of the receiver does not matter. The pause is at most a day.
 */
export function retryAfterMs(
  value: string | string[] | undefined,
  answeredAt: string | string[] | undefined,
): number | null {
  if (typeof value !== 'string') return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : httpDate(value) - httpDate(String(answeredAt));
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), RETRY_AFTER_MS_MAX);
}

/** Date.parse reads much that is no HTTP date, like a single number. */
function httpDate(text: string): number {
  return /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
}
