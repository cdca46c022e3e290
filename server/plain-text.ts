import { z } from 'zod';

/**
 * Text as it may be stored and sent on: PostgreSQL takes no U+0000, JSON and UTF-8 no half of a surrogate pair, and no other control character has
 * business in what people read.
 */
const LINE = /^[^\p{Cc}\p{Cs}]*$/u;
const LINES = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;
const WRONG = 'must hold no control characters and no halves of characters';

/** Text on one line of at most `max` characters, without blanks around it; it may be empty. */
export function textLine(max: number) {
  return z.string().trim().max(max, `must be at most ${max} characters`).regex(LINE, `${WRONG}, and be on one line`);
}

/** Text of any number of lines, of at most `max` characters, as it was written; it may be empty. */
export function textLines(max: number) {
  return z.string().max(max, `must be at most ${max} characters`).regex(LINES, WRONG);
}
