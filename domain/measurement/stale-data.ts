/** Number of consecutive answers that may be missing. */
const MISSED_MAX = 3;

/** Returns whether the data on a page is out of date in the browser. Its age decides, not a failed request. Both times come from the browser. */
export function isStaleData({
  answeredAt,
  now,
  everyMs,
}: {
  answeredAt: number;
  now: number;
  everyMs: number;
}): boolean {
  return now - answeredAt > MISSED_MAX * everyMs;
}
