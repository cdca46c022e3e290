import type { PostmortemRecord } from '#domain/postmortem/facts';
import { referenceValues } from '#domain/postmortem/references';
import { factName } from './fact-name.ts';

/** A figure of the record that can be inserted as a live reference. */
export type InsertableFigure = { key: string; name: string; value: string };

/** Returns the figures that a text can refer to, in the order of the record. */
export function insertableFigures(record: PostmortemRecord): InsertableFigure[] {
  return referenceValues(record).map(({ key, value }) => ({ key, value, name: factName(key, record) }));
}

/** Returns the figures whose name, key or value contain every word of a query. */
export function filterFigures(figures: readonly InsertableFigure[], query: string): InsertableFigure[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  return figures.filter(({ key, name, value }) => {
    const text = plain(`${name} ${key} ${value}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('\u00a0', ' ');
}
