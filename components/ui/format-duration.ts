import { durationParts } from '#domain/time/duration-parts';
import { en } from '#messages/en/site';

/** Formats a duration like "1 h 10 min": at most `count` adjacent units, rounded down to the last one; "under 1 s" below a second. */
export function formatDuration(ms: number, count = 3): string {
  if (ms > 0 && ms < 1_000) return `${en.duration.under} 1\u00a0${en.duration.s}`;
  const parts = durationParts(ms, count).map(({ whole, unit }) => `${whole}\u00a0${en.duration[unit]}`); // no line break between number and unit
  return parts.length > 0 ? parts.join(' ') : `0\u00a0${en.duration.s}`;
}
