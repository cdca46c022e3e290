import type { IncidentFailure } from '#domain/incident/incident-failure';
import type { PlaceholderValues } from '#domain/incident/update-template';
import { effectText } from '#domain/measurement/effect';
import { durationParts } from '#domain/time/duration-parts';
import { formatMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';

const NAMES = new Intl.ListFormat('en-GB');
const UNITS_SHOWN = 2;

/** Returns the values of placeholders of a text about an incident. The time of the next update is only known on publication. */
export function placeholderValues(
  { components, failing, since, durationMs }: IncidentFailure,
  title: string,
  now: Instant,
): PlaceholderValues {
  return {
    ...(components.length > 0 ? { components: NAMES.format(components) } : {}),
    ...(failing.length > 0 ? { effect: effectText(failing, en.label) } : {}),
    since: formatMoment(since, now),
    duration: formatDuration(durationMs),
    title,
  };
}

/** Formats a duration, like "1 h 10 min". */
export function formatDuration(ms: number): string {
  const parts = durationParts(ms, UNITS_SHOWN).map(({ whole, unit }) => `${whole}\u00a0${en.duration[unit]}`); // keeps a figure and its unit on one line
  return parts.length > 0 ? parts.join(' ') : `${en.duration.under} 1\u00a0${en.duration.s}`;
}
