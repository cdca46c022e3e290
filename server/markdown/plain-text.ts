import { z } from 'zod';

/**
 * Text as it may be stored and sent on: PostgreSQL refuses U+0000, JSON and UTF-8 refuse half of a surrogate pair, and other control characters
 * are not part of readable text.
 */
const NO_TEXT = '\\p{Cc}\\p{Cs}';
/**
 * Characters that only control the direction of text (Unicode Standard Annex 9). A name or a title is shown within other text, whose order they
 * would change. In a text of several lines their effect ends with the paragraph, so they are allowed there.
 */
const BIDI = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const LINES = new RegExp(`^(?:[^${NO_TEXT}]|[\\t\\n\\r])*$`, 'u');
const WRONG = 'must not contain control characters or incomplete characters';
const WRONG_LINE = `${WRONG} or characters that change the text direction, and must be on one line`;

/** What a name, a title or a label of `min` to `max` characters looks like. One pattern instead of several checks: a batch holds thousands. */
export function linePattern(min: number, max: number | '' = ''): RegExp {
  return new RegExp(`^[^${NO_TEXT}${BIDI}]{${min},${max}}$`, 'u');
}

/** Text on one line of at most `max` characters, without blanks around it; it may be empty. */
export function textLine(max: number) {
  return z.string().trim().max(max, `must be at most ${max} characters`).regex(linePattern(0), WRONG_LINE);
}

/** Text of any number of lines, of at most `max` characters, as it was written; it may be empty. */
export function textLines(max: number) {
  return z.string().max(max, `must be at most ${max} characters`).regex(LINES, WRONG);
}
