/** Columns of one table, and cells of all tables of a text. A row that is shorter than its table is filled up, so that two characters can be 2,000 cells. */
export const COLUMNS_MAX = 50;
export const CELLS_MAX = 5_000;
export const LINES_MAX = 2_000;
/** Quote marks at the starts of lines. From each the parser looks ahead to the next blank line. */
export const QUOTES_MAX = 200;
/** Quotes and lists within each other, and brackets within each other. */
export const NESTING_MAX = 40;
/** Places at which a link could begin: opening brackets, `://`, `www.` and `@`. */
export const LINKS_MAX = 1_000;
/** Characters of the HTML and of the plain text of one text. One character is at most three bytes, so that both stay below 1 MB. */
export const OUTPUT_LENGTH_MAX = 300_000;
/** Elements within each other. A list is two, a table four. */
export const DEPTH_MAX = 2 * NESTING_MAX + 20;

export const FAULTS = {
  columns: `must have at most ${COLUMNS_MAX} columns in a table`,
  cells: `must have at most ${number(CELLS_MAX)} table cells`,
  lines: `must have at most ${number(LINES_MAX)} lines`,
  quotes: `must have at most ${QUOTES_MAX} quote marks at line starts`,
  nesting: `must not nest quotes, lists, brackets or emphasis more than ${NESTING_MAX} deep`,
  links: `must have at most ${number(LINKS_MAX)} links, opening brackets and @ signs`,
  output: `must be at most ${number(OUTPUT_LENGTH_MAX)} characters as HTML`,
  time: 'takes too long to render; use less formatting',
  unknown: 'cannot be rendered; use less formatting',
} as const;

/** The limits in words, for those who write to the API. */
export const LIMITS = `${number(LINES_MAX)} lines, ${COLUMNS_MAX} columns in a table, ${number(CELLS_MAX)} table cells, ${QUOTES_MAX} quote marks at the starts of lines, ${NESTING_MAX} levels of nesting, ${number(LINKS_MAX)} links`;

function number(value: number): string {
  return value.toLocaleString('en-GB');
}

const LINK = /\[|:\/\/|www\.|@/g;
const DELIMITER_ROW = /^[ \t>]*[|:-][ \t|:-]*$/;
const DASHES = /-+/g;
/** What opens quotes and lists at the start of a line, with the blanks around it. */
const CONTAINERS = /^(?:[ \t>]|[*+-](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))*/;
const MARKERS = />|[*+-]|\d+[.)]/g;
const TAB_WIDTH = 4;
/** A list item is indented by at least so much within its list. */
const INDENT_PER_LIST = 2;

/** Why a text must not be given to the parser, in words that follow the name of its field; null where it may. Reads the text once, in linear time. */
export function limitFault(markdown: string): string | null {
  const lines = markdown.split(/\r\n?|\n/);
  if (lines.length > LINES_MAX) return FAULTS.lines;
  let [links, quotes, cells, columns, brackets] = [0, 0, 0, 0, 0];
  for (const line of lines) {
    if (line.trim() === '') columns = brackets = 0; // neither a table nor a link goes on after it
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

/** How deep in quotes and lists a line can lie that opens one; 0 for one that opens none: it lies no deeper than those before it. */
function depthOf(start: string): number {
  const markers = start.match(MARKERS)?.length ?? 0;
  if (markers === 0) return 0;
  const indent = start.length - start.trimStart().length;
  const width = indent + (TAB_WIDTH - 1) * count(start.slice(0, indent), '\t');
  return markers + Math.floor(width / INDENT_PER_LIST);
}
