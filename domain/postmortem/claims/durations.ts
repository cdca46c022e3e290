import type { DurationManner } from './claim.ts';
import { type NumberRead, readNumber } from './numbers.ts';
import { isDetached, isGlued, type Token, wordAt } from './tokens.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS: readonly (readonly [number, string])[] = [
  [DAY_MS, 'day days'],
  [HOUR_MS, 'hour hours hr hrs h'],
  [MINUTE_MS, 'minute minutes min mins'],
  [SECOND_MS, 'second seconds sec secs'],
];
const UNIT_MS = new Map(UNITS.flatMap(([ms, words]) => words.split(' ').map((word) => [word, ms] as const)));
/** Letters that are units only where they touch the number or an hour came before: "10m", "1 h 10 m". */
const SHORT_MS: Record<string, number> = { d: DAY_MS, m: MINUTE_MS, s: SECOND_MS };
const PARTS_MAX = 4;

/** A duration as read. `belowMs`, `aboveMs`: how far the true one may be from it. */
export type DurationRead = { value: number; belowMs: number; aboveMs: number; manner: DurationManner; next: number };
type Unit = { ms: number; next: number };
type Part = { number: NumberRead; unit: Unit; unitAt: number };

/** Reads "70 minutes", "1 h 10 min", "an hour and ten minutes", "half an hour", "78-minute", "seventy minutes" and "1:18:00". */
export function readDuration(tokens: readonly Token[], i: number, end: number): DurationRead | null {
  const read = readFractionOfHour(tokens, i) ?? readClockLike(tokens, i) ?? readParts(tokens, i, end);
  return read === null || read.next > end ? null : read;
}

function readParts(tokens: readonly Token[], i: number, end: number): DurationRead | null {
  const parts: Part[] = [];
  let at = i;
  while (parts.length < PARTS_MAX) {
    const part = readPart(tokens, parts.length === 0 ? at : afterJoint(tokens, at), parts.at(-1)?.unit.ms ?? null);
    if (part === null || part.unit.next > end) break;
    parts.push(part);
    at = part.unit.next;
  }
  const last = parts.at(-1);
  if (last === undefined) return null;
  const half = /^and$/.test(wordAt(tokens, at)) && wordAt(tokens, at + 1) === 'a' && wordAt(tokens, at + 2) === 'half';
  const value = parts.reduce((sum, { number, unit }) => sum + number.value * unit.ms, 0);
  const manner = mannerOf(tokens, parts, i);
  if (half) return { value: value + last.unit.ms / 2, ...around(last.unit.ms / 4), manner, next: at + 3 };
  return { value: Math.round(value), ...slackOf(last), manner, next: at };
}

/** Skips "and" and a comma between two parts. */
function afterJoint(tokens: readonly Token[], i: number): number {
  const at = wordAt(tokens, i) === ',' ? i + 1 : i;
  return wordAt(tokens, at) === 'and' ? at + 1 : at;
}

/** Reads a number with its unit, which must be smaller than that of the part before. */
function readPart(tokens: readonly Token[], i: number, beforeMs: number | null): Part | null {
  const number = readAmount(tokens, i, beforeMs);
  if (number === null) return null;
  const unitAt = wordAt(tokens, number.next) === '-' ? number.next + 1 : number.next;
  const unit = readUnit(tokens, unitAt, beforeMs) ?? bareMinutes(number, beforeMs);
  if (unit === null || (beforeMs !== null && unit.ms >= beforeMs)) return null;
  return { number, unit, unitAt };
}

function readAmount(tokens: readonly Token[], i: number, beforeMs: number | null): NumberRead | null {
  const digits = tokens[i];
  if (beforeMs !== null && digits?.kind === 'number' && isGlued(tokens, i) && digits.text.length < 3)
    return { value: Number(digits.text), decimals: 0, style: 'digits', isGrouped: false, next: i + 1 }; // "1h10m"
  const number = readNumber(tokens, i);
  if (number !== null) return withHalf(tokens, number);
  const isOne = /^an?$/.test(wordAt(tokens, i)) && isOneUnit(tokens, i);
  return isOne ? { value: 1, decimals: 0, style: 'words', isGrouped: false, next: i + 1 } : null;
}

/** "one and a half hours" */
function withHalf(tokens: readonly Token[], number: NumberRead): NumberRead {
  const at = number.next;
  const isHalf = wordAt(tokens, at) === 'and' && wordAt(tokens, at + 1) === 'a' && wordAt(tokens, at + 2) === 'half';
  return isHalf ? { ...number, value: number.value + 0.5, decimals: 1, next: at + 3 } : number;
}

const BEFORE_ONE =
  /^(for|about|around|nearly|almost|over|than|within|after|of|lasted|least|took|roughly|approximately|under|half|was|and|another|only|just)$/;
const AFTER_ONE = /^(later|after|and|of|long)$/;

/** "an hour" is a duration after "for" or before "later", but not in "requests an hour". "a second" is an ordinal. */
function isOneUnit(tokens: readonly Token[], i: number): boolean {
  const unit = wordAt(tokens, i + 1);
  const isUnit = unit === 'hour' || unit === 'minute';
  return isUnit && (BEFORE_ONE.test(wordAt(tokens, i - 1)) || AFTER_ONE.test(wordAt(tokens, i + 2)));
}

function readUnit(tokens: readonly Token[], i: number, beforeMs: number | null): Unit | null {
  const word = wordAt(tokens, i);
  const isShort = Object.hasOwn(SHORT_MS, word) && tokens[i]?.text === word;
  const isJoined = isGlued(tokens, i) || beforeMs !== null || word === 's'; // "10 m" may be metres
  const ms = UNIT_MS.get(word) ?? (isShort && isJoined ? SHORT_MS[word] : undefined);
  if (ms === undefined) return null;
  const hasStop = /^(min|mins|hr|hrs|sec|secs)$/.test(word) && wordAt(tokens, i + 1) === '.' && isGlued(tokens, i + 1);
  const isEnd = !hasStop || tokens[i + 2] === undefined || tokens[i + 2]?.text !== tokens[i + 2]?.word;
  return { ms, next: hasStop && !isEnd ? i + 2 : i + 1 };
}

/** "1h10": the number after an hour is in minutes. */
function bareMinutes(number: NumberRead, beforeMs: number | null): Unit | null {
  const isMinutes = beforeMs === HOUR_MS && number.style === 'digits' && number.value < 60 && number.decimals === 0;
  return isMinutes ? { ms: MINUTE_MS, next: number.next } : null;
}

/** Returns how precise a duration is: to its last unit; whole hours and days to half of it, because they are rounded. */
function slackOf({ number, unit }: Part): { belowMs: number; aboveMs: number } {
  if (number.decimals > 0) return around(unit.ms / 10 ** number.decimals);
  return around(unit.ms > MINUTE_MS ? unit.ms / 2 : unit.ms - 1);
}

function around(ms: number): { belowMs: number; aboveMs: number } {
  return { belowMs: ms, aboveMs: ms };
}

function mannerOf(tokens: readonly Token[], parts: readonly Part[], i: number): DurationManner {
  const [first] = parts as [Part]; // a duration has at least one part
  const hyphen = first.unitAt > first.number.next;
  const units = parts.map(({ unit, unitAt }) => ({ ms: unit.ms, text: tokens[unitAt]?.text ?? '' }));
  const second = parts[1];
  const isAnd = second !== undefined && wordAt(tokens, afterJoint(tokens, first.unit.next) - 1) === 'and';
  const isTight = second !== undefined && isGlued(tokens, first.unit.next);
  const style = tokens[i]?.kind === 'number' ? 'digits' : 'words';
  return {
    style,
    decimals: first.number.decimals,
    isGrouped: false,
    units,
    gap: hyphen ? '-' : isGlued(tokens, first.unitAt) ? '' : ' ',
    joint: isAnd || (style === 'words' && second === undefined) ? ' and ' : isTight ? '' : ' ',
  };
}

const IN_WORDS: Omit<DurationManner, 'units'> = {
  style: 'words',
  decimals: 0,
  isGrouped: false,
  gap: ' ',
  joint: ' and ',
};

/** "half an hour", "half a minute", "a quarter of an hour", "three quarters of an hour" */
function readFractionOfHour(tokens: readonly Token[], i: number): DurationRead | null {
  if (!isDetached(tokens, i)) return null;
  const words = [0, 1, 2, 3, 4].map((n) => wordAt(tokens, i + n));
  const [a, b, c, d, e] = words;
  const inMinutes = (value: number, count: number) => ({
    value: value * MINUTE_MS,
    ...around(7.5 * MINUTE_MS),
    manner: { ...IN_WORDS, units: [{ ms: MINUTE_MS, text: 'minutes' }] },
    next: i + count,
  });
  if (a === 'half' && b === 'a' && c === 'minute')
    return {
      ...inMinutes(0.5, 3),
      ...around(15 * SECOND_MS),
      manner: { ...IN_WORDS, units: [{ ms: SECOND_MS, text: 'seconds' }] },
    };
  if (a === 'half' && b === 'an' && c === 'hour') return { ...inMinutes(30, 3), ...around(15 * MINUTE_MS) };
  if (a === 'a' && b === 'half' && c === 'hour') return { ...inMinutes(30, 3), ...around(15 * MINUTE_MS) };
  const isOfHour = (from: number) => words.slice(from, from + 3).join(' ') === 'of an hour';
  if (a === 'quarter' && isOfHour(1)) return inMinutes(15, 4);
  if (a === 'a' && b === 'quarter' && c === 'of' && d === 'an' && e === 'hour') return inMinutes(15, 5);
  if (a === 'three' && b === 'quarters' && isOfHour(2)) return inMinutes(45, 5);
  return null;
}

const BEFORE_DURATION = /^(for|lasted|lasting|took|of|downtime|duration|total|totalled|totaled|was)$/;

/** Returns whether a text like "1:18:00" at `i` is a duration and not a time, as in "a downtime of 1:18:00" and "Duration: 1:18:00". */
export function isClockLikeDuration(tokens: readonly Token[], i: number): boolean {
  const before = wordAt(tokens, i - 1);
  return BEFORE_DURATION.test(before === ':' ? wordAt(tokens, i - 2) : before) && wordAt(tokens, i + 3) === ':';
}

function readClockLike(tokens: readonly Token[], i: number): DurationRead | null {
  if (!isClockLikeDuration(tokens, i) || (wordAt(tokens, i + 5) === ':' && isGlued(tokens, i + 5))) return null;
  const [hours, minutes, seconds] = [tokens[i], tokens[i + 2], tokens[i + 4]];
  const isTied = [1, 2, 3, 4].every((n) => isGlued(tokens, i + n)) && isDetached(tokens, i);
  if (!isTied || wordAt(tokens, i + 1) !== ':' || wordAt(tokens, i + 3) !== ':') return null;
  const numbers = [hours, minutes, seconds];
  if (!numbers.every((token) => token?.kind === 'number' && token.text.length < 3)) return null;
  const [h = 0, m = 0, s = 0] = numbers.map((token) => Number(token?.text));
  const units = [
    { ms: HOUR_MS, text: ':' },
    { ms: MINUTE_MS, text: ':' },
    { ms: SECOND_MS, text: '' },
  ];
  return {
    value: h * HOUR_MS + m * MINUTE_MS + s * SECOND_MS,
    ...around(SECOND_MS - 1),
    manner: { style: 'digits', decimals: 0, isGrouped: false, units, gap: '', joint: '' },
    next: i + 5,
  };
}
