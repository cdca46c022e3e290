import { isDetached, isGlued, type Token, wordAt } from './tokens.ts';

/** A number as written. `decimals`: how many are written. `next`: the index after it. */
export type NumberRead = {
  value: number;
  decimals: number;
  style: 'digits' | 'words';
  isGrouped: boolean;
  next: number;
};

/** More digits are no figure of a post-mortem. */
const DIGITS_MAX = 12;

const UNITS =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = '. . twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const SMALL = new Map(UNITS.map((word, value) => [word, value]));
const LARGE = new Map(TENS.map((word, tens) => [word, tens * 10]));
LARGE.delete('.');

/** Reads a number in digits or in words: "1,200", "99.825", "seventy-eight", "one hundred and twenty". */
export function readNumber(tokens: readonly Token[], i: number): NumberRead | null {
  return readDigits(tokens, i) ?? readWords(tokens, i);
}

/** Reads "1,200" and "99.825". With `mayHaveDecimalComma`, "99,9" is a decimal too. */
export function readDigits(tokens: readonly Token[], i: number, mayHaveDecimalComma = false): NumberRead | null {
  const head = tokens[i];
  if (head?.kind !== 'number' || head.text.length > DIGITS_MAX || !isDetached(tokens, i)) return null;
  let next = i + 1;
  let whole = head.text;
  if (!mayHaveDecimalComma)
    while (isDigitsAfter(tokens, next, ',', 3) && whole.length < DIGITS_MAX) {
      whole += tokens[next + 1]?.text;
      next += 2;
    }
  const isGrouped = next > i + 1;
  const hasDecimals = isDigitsAfter(tokens, next, '.') || (mayHaveDecimalComma && isDigitsAfter(tokens, next, ','));
  const decimals = hasDecimals ? (tokens[next + 1]?.text ?? '') : '';
  if (hasDecimals) next += 2;
  if (decimals.length > DIGITS_MAX || isDigitsAfter(tokens, next, '.')) return null; // "1.2.3" is a version
  return { value: Number(`${whole}.${decimals || 0}`), decimals: decimals.length, style: 'digits', isGrouped, next };
}

function isDigitsAfter(tokens: readonly Token[], i: number, sign: string, length?: number): boolean {
  const digits = tokens[i + 1];
  const follows = tokens[i]?.text === sign && isGlued(tokens, i) && digits?.kind === 'number' && isGlued(tokens, i + 1);
  return follows && (length === undefined || digits.text.length === length);
}

function readWords(tokens: readonly Token[], i: number): NumberRead | null {
  if (!isDetached(tokens, i)) return null;
  const below = readBelowHundred(tokens, i);
  const hundreds = below ?? (wordAt(tokens, i) === 'a' ? { value: 1, next: i + 1 } : null);
  if (hundreds !== null && wordAt(tokens, hundreds.next) === 'hundred') {
    const after = hundreds.next + 1;
    const rest = readBelowHundred(tokens, wordAt(tokens, after) === 'and' ? after + 1 : after);
    const value = hundreds.value * 100 + (rest?.value ?? 0);
    return { value, decimals: 0, style: 'words', isGrouped: false, next: rest?.next ?? after };
  }
  return below && { ...below, decimals: 0, style: 'words', isGrouped: false };
}

function readBelowHundred(tokens: readonly Token[], i: number): { value: number; next: number } | null {
  const small = SMALL.get(wordAt(tokens, i));
  if (small !== undefined) return { value: small, next: i + 1 };
  const tens = LARGE.get(wordAt(tokens, i));
  if (tens === undefined) return null;
  const unitAt = wordAt(tokens, i + 1) === '-' ? i + 2 : i + 1;
  const unit = SMALL.get(wordAt(tokens, unitAt));
  return unit !== undefined && unit > 0 && unit < 10
    ? { value: tens + unit, next: unitAt + 1 }
    : { value: tens, next: i + 1 };
}

/** Writes a whole number in words up to 99, and in digits from there. */
export function writeInWords(value: number): string {
  if (value < UNITS.length) return UNITS[value] as string;
  if (value >= 100) return String(value);
  const unit = value % 10;
  return `${TENS[Math.floor(value / 10)]}${unit === 0 ? '' : `-${UNITS[unit]}`}`;
}
