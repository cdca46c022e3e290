import { durationParts } from '#domain/time/duration-parts';
import { en } from '#messages/en/site';

const HOUR_MS = 3_600_000;

/** Formats a duration like "1 h 10 min": at most `count` adjacent units, rounded down to the last one; "under 1 s" below a second. */
export function formatDuration(ms: number, count = 3): string {
  if (ms > 0 && ms < 1_000) return `${en.duration.under} 1\u00a0${en.duration.s}`;
  const parts = durationParts(ms, count).map(({ whole, unit }) => `${whole}\u00a0${en.duration[unit]}`); // no line break between number and unit
  return parts.length > 0 ? parts.join(' ') : `0\u00a0${en.duration.s}`;
}

/** Formats a duration for sentences, like "34 s", "38 min" or "1 h 10 min". */
export function formatBriefDuration(ms: number): string {
  return formatDuration(ms, ms < HOUR_MS ? 1 : 2);
}
