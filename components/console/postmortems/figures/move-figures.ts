import type { Figure } from './figure.ts';

/** Moves the figures of a text to their places in `text`, which may have been edited since it was checked. What an edit touched is left out. */
export function moveFigures(figures: readonly Figure[], text: string): Figure[] {
  const edits = new Map<string, Edit | null>();
  return figures.flatMap((figure) => {
    const { whole } = figure;
    if (!edits.has(whole)) edits.set(whole, editBetween(whole, text));
    return moved(figure, edits.get(whole) ?? null);
  });
}

/** The range of the old text that an edit replaced, and how much longer the text became. */
type Edit = { start: number; end: number; growth: number };

/** Returns what differs between two texts as one edit: all between their common start and their common end. */
function editBetween(before: string, after: string): Edit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let kept = 0;
  while (kept < shorter - start && before[before.length - 1 - kept] === after[after.length - 1 - kept]) kept++;
  return { start, end: before.length - kept, growth: after.length - before.length };
}

/** A letter typed beside a figure may become part of it, so figures that touch the edit are left out too. */
function moved(figure: Figure, edit: Edit | null): Figure[] {
  if (edit === null || figure.end < edit.start) return [figure];
  if (figure.start <= edit.end) return [];
  return [{ ...figure, start: figure.start + edit.growth, end: figure.end + edit.growth }];
}
