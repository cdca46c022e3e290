import { z } from 'zod';

/**
 * Characters that text must not contain: PostgreSQL rejects U+0000, JSON and UTF-8 reject unpaired surrogates, and other control characters are not
 * readable.
 */
const NO_TEXT = '\\p{Cc}\\p{Cs}';
/**
 * Characters that only control text direction (Unicode Standard Annex 9). In a name or title they would reorder the surrounding text. In multi-line text
 * their effect ends with the paragraph, so they are allowed there.
 */
const BIDI = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const LINES = new RegExp(`^(?:[^${NO_TEXT}]|[\\t\\n\\r])*$`, 'u');
const WRONG = 'must not contain control characters or incomplete characters';
const WRONG_LINE =
  'must be one line without control characters, incomplete characters or characters that change the text direction';

/** Returns the pattern of names, titles and labels of `min` to `max` characters. A single pattern is fast enough for batches of thousands. */
export function linePattern(min: number, max: number | '' = ''): RegExp {
  return new RegExp(`^[^${NO_TEXT}${BIDI}]{${min},${max}}$`, 'u');
}

/** Schema of trimmed text on one line, of at most `max` characters; may be empty. */
export function textLine(max: number) {
  return z.string().trim().max(max, `must be at most ${max} characters`).regex(linePattern(0), WRONG_LINE);
}

/** Schema of untrimmed text on any number of lines, of at most `max` characters; may be empty. */
export function textLines(max: number) {
  return z.string().max(max, `must be at most ${max} characters`).regex(LINES, WRONG);
}
