import { durationParts } from '#domain/time/duration-parts';
import { en } from '#messages/en/site';

/** A duration in words, "1 h 10 min": at most `count` neighbouring units from the largest down, floored to the last; "under 1 s" below a second. */
export function formatDuration(ms: number, count = 3): string {
  if (ms > 0 && ms < 1_000) return `${en.duration.under} 1\u00a0${en.duration.s}`;
  const words = durationParts(ms, count).map(({ whole, unit }) => `${whole}\u00a0${en.duration[unit]}`); // a figure and its unit stay together
  return words.length > 0 ? words.join(' ') : `0\u00a0${en.duration.s}`;
}
