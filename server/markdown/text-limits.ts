/** Columns per table, and table cells per text. The parser fills up short rows, so that a few characters could become 2,000 cells. */
export const COLUMNS_MAX = 50;
export const CELLS_MAX = 5_000;
export const LINES_MAX = 2_000;
/** Quote marks at line starts. The parser looks ahead from each to the next blank line. */
export const QUOTES_MAX = 200;
/** Depth of nested quotes and lists, and of nested brackets. */
export const NESTING_MAX = 40;
/** Possible starts of links: opening brackets, `://`, `www.` and `@`. */
export const LINKS_MAX = 1_000;
/** Characters of the HTML and of the plain text. A character has at most three bytes, so both stay below 1 MB. */
export const OUTPUT_LENGTH_MAX = 300_000;
/** Depth of nested elements. A list counts two, a table four. */
export const DEPTH_MAX = 2 * NESTING_MAX + 20;

export const FAULTS = {
  columns: `must have at most ${COLUMNS_MAX} columns in a table`,
  cells: `must have at most ${number(CELLS_MAX)} table cells`,
  lines: `must have at most ${number(LINES_MAX)} lines`,
  quotes: `must have at most ${QUOTES_MAX} quote marks at line starts`,
  nesting: `must not nest quotes, lists, brackets or emphasis more than ${NESTING_MAX} deep`,
  links: `must have at most ${number(LINKS_MAX)} links, opening brackets and @ signs`,
  output: `must be at most ${number(OUTPUT_LENGTH_MAX)} characters as HTML`,
  alt: 'must describe every image: ![what it shows](/images/…)',
  time: 'takes too long to render; use less formatting',
  unknown: 'cannot be rendered; use less formatting',
} as const;

/** The limits as text for the API description. */
export const LIMITS = `${number(LINES_MAX)} lines, ${COLUMNS_MAX} columns in a table, ${number(CELLS_MAX)} table cells, ${QUOTES_MAX} quote marks at the starts of lines, ${NESTING_MAX} levels of nesting, ${number(LINKS_MAX)} links`;

function number(value: number): string {
  return value.toLocaleString('en-GB');
}

const LINK = /\[|:\/\/|www\.|@/g;
const DELIMITER_ROW = /^[ \t>]*[|:-][ \t|:-]*$/;
const DASHES = /-+/g;
/** Markers of quotes and lists at the start of a line, with surrounding blanks. */
const CONTAINERS = /^(?:[ \t>]|[*+-](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/;
const MARKERS = />|[*+-]|\d+[.)]/g;
const TAB_WIDTH = 4;
/** Minimum indent of a list item within its list. */
const INDENT_PER_LIST = 2;

/** Returns the limit that a text exceeds, as the end of a sentence after the field's name, or null. Runs before the parser, in linear time. */
export function limitFault(markdown: string): string | null {
  const lines = markdown.split(/\r\n?|\n/);
  if (lines.length > LINES_MAX) return FAULTS.lines;
  let [links, quotes, cells, columns, brackets] = [0, 0, 0, 0, 0];
  for (const line of lines) {
    if (line.trim() === '') columns = brackets = 0; // ends tables and links
    const start = CONTAINERS.exec(line)?.[0] ?? '';
    if (DELIMITER_ROW.test(line)) columns = Math.max(columns, line.match(DASHES)?.length ?? 0);
    cells += columns;
    links += line.match(LINK)?.length ?? 0;
    quotes += count(start, '>');
    brackets = Math.max(0, brackets + count(line, '[') - count(line, ']'));
    if (columns > COLUMNS_MAX) return FAULTS.columns;
    if (cells > CELLS_MAX) return FAULTS.cells;
    if (links > LINKS_MAX) return FAULTS.links;
    if (quotes > QUOTES_MAX) return FAULTS.quotes;
    if (depthOf(start) > NESTING_MAX || brackets > NESTING_MAX) return FAULTS.nesting;
  }
  return null;
}

function count(line: string, sign: string): number {
  return line.split(sign).length - 1;
}

/** Returns the possible nesting depth of a line that opens quotes or lists. Returns 0 for other lines, which are no deeper than earlier ones. */
function depthOf(start: string): number {
  const markers = start.match(MARKERS)?.length ?? 0;
  if (markers === 0) return 0;
  const indent = start.length - start.trimStart().length;
  const width = indent + (TAB_WIDTH - 1) * count(start.slice(0, indent), '\t');
  return markers + Math.floor(width / INDENT_PER_LIST);
}
