import { durationParts } from '#domain/duration-parts';
import type { IncidentFailure } from '#domain/incident-failure';
import type { Instant } from '#domain/interval';
import type { PlaceholderValues } from '#domain/update-template';
import { momentWords } from '#domain/utc-words';
import { en } from '../../messages/en.ts';

const NAMES = new Intl.ListFormat('en-GB');
const UNITS_TOLD = 2;

/** What the placeholders of a text about an incident stand for; the time of the next update is known when it is published. */
export function placeholderValues({ components, since, durationMs }: IncidentFailure, title: string, now: Instant): PlaceholderValues {
  return {
    ...(components.length > 0 ? { components: NAMES.format(components) } : {}),
    since: momentWords(since, now),
    duration: durationText(durationMs),
    title,
  };
}

function durationText(ms: number): string {
  const parts = durationParts(ms, UNITS_TOLD).map(({ whole, unit }) => `${whole}\u00a0${en.duration[unit]}`); // a figure and its unit stay together
  return parts.length > 0 ? parts.join(' ') : `${en.duration.under} 1\u00a0${en.duration.s}`;
}
