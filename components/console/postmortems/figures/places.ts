import type { Place } from '#domain/postmortem/content-parts';

/** Returns the id of the field in which a text is written. */
export function fieldIdOf({ section, entry }: Place): string {
  return entry === null ? `text-${section}` : `text-${section}-${entry}`;
}

/** Returns the field in which a text is written, if the page shows it. */
export function fieldOf(place: Place): HTMLTextAreaElement | null {
  const field = document.getElementById(fieldIdOf(place));
  return field instanceof HTMLTextAreaElement ? field : null;
}
