import { durationParts } from '#domain/time/duration-parts';
import { en } from '#messages/en/site';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Formats a duration like "1 h 10 min": at most `count` adjacent units, rounded down to the last one; "under 1 s" below a second. */
export function formatDuration(ms: number, count = 3): string {
  if (ms > 0 && ms < 1_000) return `${en.duration.under} 1\u00a0${en.duration.s}`;
  const parts = durationParts(ms, count).map(({ whole, unit }) => `${whole}\u00a0${en.duration[unit]}`); // no line break between number and unit
  return parts.length > 0 ? parts.join(' ') : `0\u00a0${en.duration.s}`;
}

/** Formats a whole number of minutes without leaving any out, like "1 d 11 h 58 min". */
export function formatWholeMinutes(ms: number): string {
  return ms === 0 ? `0\u00a0${en.duration.min}` : formatDuration(ms);
}

/** Formats a downtime in whole minutes, rounded up so that it is never understated; in seconds below a minute. */
export function formatDowntime(ms: number): string {
  return ms < MINUTE_MS ? formatDuration(ms) : formatWholeMinutes(Math.ceil(ms / MINUTE_MS) * MINUTE_MS);
}

/** Formats a duration for sentences, like "34 s", "38 min" or "1 h 10 min". */
export function formatBriefDuration(ms: number): string {
  return formatDuration(ms, ms < HOUR_MS ? 1 : 2);
}
