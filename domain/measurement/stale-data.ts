/** So many answers in a row may be missing. */
const MISSED_MAX = 3;

/** Whether data is too old to be called up to date: its age decides, not whether a request failed. Both times are those of the browser. */
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
