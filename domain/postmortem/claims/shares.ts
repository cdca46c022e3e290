import type { NumberManner } from './claim.ts';
import { readDigits, readNumber } from './numbers.ts';
import { isDetached, isGlued, type Token, wordAt } from './tokens.ts';

/** A share as read, in millionths. `step`: one unit of its last decimal. `isUptime`: "three nines". */
export type ShareRead = {
  value: number;
  step: number;
  isFraction: boolean;
  isNines: boolean;
  manner: NumberManner & { sign: string };
  next: number;
};

const MILLION = 1_000_000;
const PERCENT = 10_000;
const FRACTIONS: Record<string, number> = {
  half: 2,
  third: 3,
  thirds: 3,
  quarter: 4,
  quarters: 4,
  fifth: 5,
  fifths: 5,
};
const FRACTION_STEP = 5 * PERCENT;
const WHOLE_MAX = 100;

/** Reads "63 %", "63 percent", "99,9 %", "two thirds of", "half of", "1 in 4" and "three nines". */
export function readShare(tokens: readonly Token[], i: number): ShareRead | null {
  return readPercent(tokens, i) ?? readNines(tokens, i) ?? readFraction(tokens, i) ?? readOneIn(tokens, i);
}

function readPercent(tokens: readonly Token[], i: number): ShareRead | null {
  const number = readPercentNumber(tokens, i);
  if (number === null || number.value > MILLION) return null;
  const sign = tokens[number.next];
  const word = wordAt(tokens, number.next);
  const isTwoWords = word === 'per' && wordAt(tokens, number.next + 1) === 'cent';
  if (sign === undefined || !(/^(%|percent|pct|٪)$/.test(word) || isTwoWords)) return null;
  const space = isGlued(tokens, number.next) ? '' : ' ';
  return {
    value: Math.round(number.value * PERCENT),
    step: PERCENT / 10 ** number.decimals,
    isFraction: false,
    isNines: false,
    manner: { ...number, sign: `${space}${isTwoWords ? 'per cent' : sign.text}` },
    next: number.next + (isTwoWords ? 2 : 1),
  };
}

/** Reads the number of a percentage, in which a comma stands for the decimals: "99,825 %". */
function readPercentNumber(tokens: readonly Token[], i: number) {
  const isComma = wordAt(tokens, i + 1) === ',' && wordAt(tokens, i + 3) !== '.' && wordAt(tokens, i + 3) !== ',';
  return readDigits(tokens, i, isComma) ?? readNumber(tokens, i);
}

/** "three nines" is 99.9 %. */
function readNines(tokens: readonly Token[], i: number): ShareRead | null {
  const number = readNumber(tokens, i);
  if (number === null || wordAt(tokens, number.next) !== 'nines' || number.value < 2 || number.value > 6) return null;
  const decimals = number.value - 2;
  const step = PERCENT / 10 ** decimals;
  const manner = { ...number, decimals, style: 'digits' as const, sign: ' %' };
  return { value: MILLION - step, step, isFraction: false, isNines: true, manner, next: number.next + 1 };
}

const IN_PERCENT = { style: 'digits', decimals: 0, isGrouped: false, sign: ' %' } as const;

/** "half of", "a third of", "two thirds of", "three quarters of"; not "half of an hour", and not "a third outage". */
function readFraction(tokens: readonly Token[], i: number): ShareRead | null {
  if (!isDetached(tokens, i)) return null;
  const number = readNumber(tokens, i);
  const hasArticle = number === null && wordAt(tokens, i) === 'a';
  const at = number?.next ?? (hasArticle ? i + 1 : i);
  const nounAt = wordAt(tokens, at) === '-' ? at + 1 : at;
  const noun = wordAt(tokens, nounAt);
  const parts = Object.hasOwn(FRACTIONS, noun) ? (FRACTIONS[noun] as number) : 0;
  const isNamed = noun === 'half' || number !== null || hasArticle;
  const count = number?.value ?? 1;
  if (parts === 0 || !isNamed || count > parts || wordAt(tokens, nounAt + 1) !== 'of') return null;
  if (/^(an|the) hour/.test(`${wordAt(tokens, nounAt + 2)} ${wordAt(tokens, nounAt + 3)}`)) return null;
  const value = Math.round((count * MILLION) / parts);
  return { value, step: FRACTION_STEP, isFraction: true, isNines: false, manner: IN_PERCENT, next: nounAt + 1 };
}

/** "1 in 4 requests", "one in three instances", "five in every eight ad servers", "one in seven." */
function readOneIn(tokens: readonly Token[], i: number): ShareRead | null {
  const part = readNumber(tokens, i);
  if (part === null || wordAt(tokens, part.next) !== 'in') return null;
  const isEvery = wordAt(tokens, part.next + 1) === 'every';
  const whole = readNumber(tokens, part.next + (isEvery ? 2 : 1));
  const isShare = whole !== null && whole.value > part.value && whole.value <= WHOLE_MAX && part.value > 0;
  const isOfThings = whole !== null && (isEvery || areThings(tokens, whole.next) || isAlone(tokens, whole.next));
  if (!isShare || !isOfThings || part.decimals + whole.decimals > 0) return null;
  const value = Math.round((part.value * MILLION) / whole.value);
  return { value, step: FRACTION_STEP, isFraction: true, isNines: false, manner: IN_PERCENT, next: whole.next };
}

const UNIT = /^(min|minutes|hours|days|seconds)/;

function areThings(tokens: readonly Token[], i: number): boolean {
  const noun = tokens[i];
  return noun?.kind === 'word' && /s$/.test(noun.word) && !UNIT.test(noun.word);
}

/** Returns whether nothing is counted: "the second time, one in seven." */
function isAlone(tokens: readonly Token[], i: number): boolean {
  return tokens[i] === undefined || /^[.,;)]$/.test(wordAt(tokens, i));
}
