/** The parts of a string that the parsers use; a test passes an object that counts the characters read. */
export type Text = Pick<string, 'length' | 'charCodeAt' | 'slice' | 'indexOf'>;

/** A position in a text. It only moves forward, so that parsing takes time in proportion to the text. */
export type Cursor = { readonly text: Text; at: number; readonly end: number };

/** The reason why a text cannot be parsed. `at` is the offset of the first unexpected character. */
export class ParseError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const EXCERPT_CHARS = 20;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', '"': '"', "'": "'" };
const BACKSLASH = 92;

const isBlank = (code: number) => code === 32 || code === 9 || code === 13;
const isDigit = (code: number) => code >= 48 && code <= 57;
const isNameStart = (code: number) => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const COLON = 58;

export function cursorOf(text: Text, from = 0, end = text.length): Cursor {
  return { text, at: from, end };
}

export function fail(cursor: Cursor, expected: string): never {
  const found =
    cursor.at < cursor.end
      ? JSON.stringify(cursor.text.slice(cursor.at, Math.min(cursor.end, cursor.at + EXCERPT_CHARS)))
      : 'the end';
  throw new ParseError(`expected ${expected}, found ${found}`, cursor.at);
}

export function skipBlanks(cursor: Cursor): void {
  while (cursor.at < cursor.end && isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at++;
}

/** Returns the next character, or '' at the end. */
export function peek({ text, at, end }: Cursor): string {
  return at < end ? text.slice(at, at + 1) : '';
}

/** Takes `expected` if it comes next, and returns whether it did. */
export function take(cursor: Cursor, expected: string): boolean {
  const { text, at, end } = cursor;
  if (at + expected.length > end || text.slice(at, at + expected.length) !== expected) return false;
  cursor.at += expected.length;
  return true;
}

/** Takes a name without quotes, or returns '' if there is none. Metric names may contain colons, label names may not. */
export function takeName(cursor: Cursor, kind: 'metric' | 'label'): string {
  const { text, end, at: from } = cursor;
  for (; cursor.at < end; cursor.at++) {
    const code = text.charCodeAt(cursor.at);
    const isPart = isNameStart(code) || (code === COLON && kind === 'metric') || (isDigit(code) && cursor.at > from);
    if (!isPart) break;
  }
  return text.slice(from, cursor.at);
}

/** Takes everything up to the next blank. Returns '' at a blank or at the end. */
export function takeToken(cursor: Cursor): string {
  const from = cursor.at;
  while (cursor.at < cursor.end && !isBlank(cursor.text.charCodeAt(cursor.at))) cursor.at++;
  return cursor.text.slice(from, cursor.at);
}

/** Takes a quoted text; the cursor is at the first quote. As in Prometheus, a backslash before a character other than n, a quote or a backslash stays. */
export function takeQuoted(cursor: Cursor): string {
  const { text, end } = cursor;
  const quote = text.charCodeAt(cursor.at);
  const parts: string[] = [];
  let from = ++cursor.at;
  for (; cursor.at < end; cursor.at++) {
    const code = text.charCodeAt(cursor.at);
    if (code === quote) {
      parts.push(text.slice(from, cursor.at++));
      return parts.join('');
    }
    if (code !== BACKSLASH) continue;
    const escaped = ESCAPES[text.slice(cursor.at + 1, cursor.at + 2)];
    if (escaped !== undefined) {
      parts.push(text.slice(from, cursor.at), escaped);
      from = cursor.at + 2;
    }
    cursor.at++; // an escaped quote does not end the text
  }
  return fail(cursor, 'a closing quote');
}
