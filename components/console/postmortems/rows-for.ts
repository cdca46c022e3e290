const CHARACTERS_PER_ROW = 66;

/** Returns how many rows a text needs, for browsers whose fields don't grow with their text. */
export function rowsFor(text: string, least: number): number {
  const rows = text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / CHARACTERS_PER_ROW)), 0);
  return Math.max(least, rows);
}
