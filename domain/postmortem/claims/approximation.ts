import type { Approximation } from './claim.ts';
import { type Token, wordAt } from './tokens.ts';

const WORDS: readonly (readonly [Approximation, string])[] = [
  ['about', 'about around approximately approx roughly circa ca some ~ ≈ ≃ estimated'],
  ['nearly', 'nearly almost'],
  ['over', 'over exceeding above beyond > ≥ +'],
  ['under', 'under below < ≤'],
];
const BY_WORD = new Map(
  WORDS.flatMap(([approximation, words]) => words.split(' ').map((word) => [word, approximation])),
);
const PHRASES: Record<string, Approximation> = {
  'more than': 'over',
  'longer than': 'over',
  'at least': 'over',
  'upwards of': 'over',
  'no less than': 'over',
  'shortly after': 'over',
  'little after': 'over',
  'bit after': 'over',
  'little past': 'over',
  'little before': 'under',
  'bit before': 'under',
  'just after': 'over',
  'soon after': 'over',
  'less than': 'under',
  'fewer than': 'under',
  'at most': 'under',
  'up to': 'under',
  'no more than': 'under',
  'not more than': 'under',
  'shortly before': 'under',
  'just before': 'under',
  'close to': 'nearly',
};
const PHRASE_WORDS_MAX = 3;
/** "This adds up to 78 minutes" is exact. */
const SUMS = /^(?:add|adds|added|adding|sum|sums|summed)$/;

/** Returns how the words before the token at `i` soften a claim. "More than about 70 minutes" is "more than". */
export function approximationBefore(tokens: readonly Token[], i: number, floor: number): Approximation | null {
  const at = wordAt(tokens, i - 1) === '.' && wordAt(tokens, i - 2) === 'approx' ? i - 1 : i;
  const near = BY_WORD.get(at > floor ? wordAt(tokens, at - 1) : '') ?? null;
  const before = near === 'about' ? at - 1 : at;
  return phraseBefore(tokens, before, floor) ?? near;
}

function phraseBefore(tokens: readonly Token[], i: number, floor: number): Approximation | null {
  for (let count = PHRASE_WORDS_MAX; count > 1; count--) {
    if (i - count < floor) continue;
    const phrase = Array.from({ length: count }, (_, n) => wordAt(tokens, i - count + n)).join(' ');
    if (phrase === 'up to' && SUMS.test(wordAt(tokens, i - count - 1))) return null;
    if (Object.hasOwn(PHRASES, phrase)) return PHRASES[phrase] as Approximation;
  }
  return null;
}

/** Returns whether "up to" or "at most" is before the token at `i`. */
export function isAfterUpTo(tokens: readonly Token[], i: number): boolean {
  return /^(?:up to|at most)$/.test(`${wordAt(tokens, i - 2)} ${wordAt(tokens, i - 1)}`);
}

/** Returns whether a claim is an end of a range of amounts: "10–15 minutes", "between 10 and 15 minutes", "60 to 70 %". */
export function isInAmountRange(tokens: readonly Token[], i: number): boolean {
  const joint = wordAt(tokens, i - 1);
  const before = tokens[i - 2];
  if (before?.kind !== 'number') return false;
  return /^[-–—]$/.test(joint) || joint === 'to' || (joint === 'and' && wordAt(tokens, i - 3) === 'between');
}
