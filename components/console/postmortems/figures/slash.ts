/** The part of a text that a menu of figures filters by, and that the chosen figure replaces: a slash and what was typed after it. */
export type SlashQuery = { start: number; end: number; query: string };

/** A query ends at a line break. Two spaces or a leading one mean that the slash was only a slash. */
const NO_QUERY = /^\s|\n|\s\s/;
const QUERY_LENGTH_MAX = 40;

/** Returns the place of a slash that was just typed before the caret, if it begins a word. */
export function typedSlash(text: string, caret: number): number | null {
  if (text[caret - 1] !== '/') return null;
  return caret === 1 || /[\s(]/.test(text[caret - 2] ?? '') ? caret - 1 : null;
}

/** Returns what is between the start of a query and the caret, or null if the query has ended. `hasSlash`: it begins with a slash. */
export function queryAt(
  text: string,
  { start, caret, hasSlash }: { start: number; caret: number; hasSlash: boolean },
): SlashQuery | null {
  const from = hasSlash ? start + 1 : start;
  if (caret < from || (hasSlash && text[start] !== '/')) return null;
  const query = text.slice(from, caret);
  return NO_QUERY.test(query) || query.length > QUERY_LENGTH_MAX ? null : { start, end: caret, query };
}
