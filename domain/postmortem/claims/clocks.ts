import { readNumber } from './numbers.ts';
import { isDetached, isGlued, type Token, wordAt } from './tokens.ts';
import { readZone } from './zones.ts';

/** "am" or "pm". `end`: the end of its text. */
type Meridiem = { isPm: boolean; next: number };
/**
 * A time of day as written. `times`: its possible values in ms from midnight; "1:20" in a text with "pm" has two. `stepMs`: the size of its last written unit.
 * `isInWords`: "half past two", in the morning or in the afternoon. `next`: the index after it and its "pm"; a zone may follow.
 */
export type ClockRead = {
  hour: number;
  rest: number;
  stepMs: number;
  meridiem: boolean | null;
  isInWords?: boolean;
  next: number;
};

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** Reads "13:20", "13:20:04", "1:20 pm", "1.20 p.m.", "13h20", "1320 UTC", "2 pm", "noon" and "midnight". */
export function readClock(tokens: readonly Token[], i: number, mustBeDetached = true): ClockRead | null {
  if (mustBeDetached && !isDetached(tokens, i)) return null;
  const clock = readColons(tokens, i) ?? readDot(tokens, i) ?? readHourOnly(tokens, i) ?? readRun(tokens, i);
  if (clock !== null) return isPlausible(clock) && isComplete(tokens, clock.next) ? clock : null;
  const inWords = readWordClock(tokens, i);
  if (inWords !== null) return inWords;
  const hour = { noon: 12, midnight: 0 }[wordAt(tokens, i)];
  return hour === undefined ? null : { hour, rest: 0, stepMs: MINUTE_MS, meridiem: null, next: i + 1 };
}

function readColons(tokens: readonly Token[], i: number): ClockRead | null {
  const separator = wordAt(tokens, i + 1);
  if (separator !== ':' && separator !== 'h') return null;
  const minute = digitsAfter(tokens, i + 1);
  if (minute === null) return null;
  const second = separator === ':' && wordAt(tokens, i + 3) === ':' ? digitsAfter(tokens, i + 3) : null;
  if (second === null && separator === ':' && isColonInside(tokens, i + 3)) return null;
  if (separator === 'h' && /^m/.test(wordAt(tokens, i + 3))) return null; // "1h20m" is a duration
  const afterSeconds = second === null ? i + 3 : afterFraction(tokens, i + 5);
  return withMeridiem(tokens, i, { minute, second, next: afterSeconds });
}

/** Returns whether a colon touches what is before and after it; the one of "13:21: Alert" ends the time. */
function isColonInside(tokens: readonly Token[], i: number): boolean {
  return wordAt(tokens, i) === ':' && isGlued(tokens, i) && tokens[i + 1] !== undefined && isGlued(tokens, i + 1);
}

/** "1.20 pm" and "13.20 UTC": with a stop the rest must show that it is a time. */
function readDot(tokens: readonly Token[], i: number): ClockRead | null {
  const minute = wordAt(tokens, i + 1) === '.' ? digitsAfter(tokens, i + 1) : null;
  if (minute === null) return null;
  const read = withMeridiem(tokens, i, { minute, second: null, next: i + 3 });
  return read !== null && (read.meridiem !== null || readZone(tokens, read.next) !== null) ? read : null;
}

function readHourOnly(tokens: readonly Token[], i: number): ClockRead | null {
  const read = withMeridiem(tokens, i, { minute: 0, second: null, next: i + 1 });
  return read === null || read.meridiem === null ? null : { ...read, stepMs: HOUR_MS };
}

/** "1320 UTC" and "1320Z": four digits with a zone. */
function readRun(tokens: readonly Token[], i: number): ClockRead | null {
  const digits = tokens[i];
  if (digits?.kind !== 'number' || digits.text.length !== 4 || readZone(tokens, i + 1) === null) return null;
  const hour = Number(digits.text.slice(0, 2));
  const rest = Number(digits.text.slice(2)) * MINUTE_MS;
  return { hour, rest, stepMs: MINUTE_MS, meridiem: null, next: i + 1 };
}

function digitsAfter(tokens: readonly Token[], i: number): number | null {
  const digits = tokens[i + 1];
  const follows = isGlued(tokens, i) && digits?.kind === 'number' && isGlued(tokens, i + 1) && digits.text.length === 2;
  return follows && Number(digits.text) < 60 ? Number(digits.text) : null;
}

/** Skips the fraction of "13:20:04.123". */
function afterFraction(tokens: readonly Token[], i: number): number {
  const isFraction = /^[.,]$/.test(wordAt(tokens, i)) && isGlued(tokens, i) && tokens[i + 1]?.kind === 'number';
  return isFraction && isGlued(tokens, i + 1) ? i + 2 : i;
}

const FIVE_MINUTES_MS = 5 * MINUTE_MS;

/** Reads "half past two", "a quarter to three", "twenty past one" and "six minutes past three"; "ten to two" may be a range of amounts. */
function readWordClock(tokens: readonly Token[], i: number): ClockRead | null {
  const at = wordAt(tokens, i) === 'a' ? i + 1 : i;
  const named = { quarter: 15, half: 30 }[wordAt(tokens, at)];
  const number = named === undefined && at === i ? readNumber(tokens, i) : null;
  const unitAt = number?.next ?? at + 1;
  const isUnit = /^minutes?$/.test(wordAt(tokens, unitAt));
  const joint = wordAt(tokens, isUnit ? unitAt + 1 : unitAt);
  const hour = readNumber(tokens, isUnit ? unitAt + 2 : unitAt + 1);
  const minutes = named ?? number?.value ?? 0;
  const isPast = joint === 'past';
  const isTo = joint === 'to' && named !== 30 && (isUnit || named !== undefined);
  const isTime = (isPast || isTo) && minutes > 0 && minutes <= 30 && Number.isInteger(minutes);
  if (!isTime || hour === null || hour.value < 1 || hour.value > 12 || hour.decimals > 0) return null;
  const { meridiem, next } = partOfDay(tokens, hour.next);
  const rest = (isPast ? minutes : 60 - minutes) * MINUTE_MS;
  const stepMs = minutes % 5 === 0 ? FIVE_MINUTES_MS : MINUTE_MS;
  const whole = isPast ? hour.value : hour.value - 1 || 12;
  return { hour: whole, rest, stepMs, meridiem, isInWords: true, next };
}

/** "In the afternoon", "pm" */
function partOfDay(tokens: readonly Token[], i: number): { meridiem: boolean | null; next: number } {
  const isPhrase = wordAt(tokens, i) === 'in' && wordAt(tokens, i + 1) === 'the';
  const part = isPhrase ? wordAt(tokens, i + 2) : '';
  if (part === 'morning') return { meridiem: false, next: i + 3 };
  if (part === 'afternoon' || part === 'evening') return { meridiem: true, next: i + 3 };
  const read = readMeridiem(tokens, i);
  return { meridiem: read?.isPm ?? null, next: read?.next ?? i };
}

type Parts = { minute: number; second: number | null; next: number };

function withMeridiem(tokens: readonly Token[], i: number, { minute, second, next }: Parts): ClockRead | null {
  const digits = tokens[i];
  if (digits?.kind !== 'number' || digits.text.length > 2) return null;
  const meridiem = readMeridiem(tokens, next);
  return {
    hour: Number(digits.text),
    rest: minute * MINUTE_MS + (second ?? 0) * SECOND_MS,
    stepMs: second === null ? MINUTE_MS : SECOND_MS,
    meridiem: meridiem?.isPm ?? null,
    next: meridiem?.next ?? next,
  };
}

function readMeridiem(tokens: readonly Token[], i: number): Meridiem | null {
  const word = wordAt(tokens, i);
  if (word === 'am' || word === 'pm') return { isPm: word === 'pm', next: i + 1 };
  const isDotted = /^[ap]$/.test(word) && wordAt(tokens, i + 1) === '.' && wordAt(tokens, i + 2) === 'm';
  if (!isDotted || !isGlued(tokens, i + 2)) return null;
  return { isPm: word === 'p', next: wordAt(tokens, i + 3) === '.' && isGlued(tokens, i + 3) ? i + 4 : i + 3 };
}

function isPlausible({ hour, rest, meridiem }: ClockRead): boolean {
  return meridiem === null ? hour < 24 || (hour === 24 && rest === 0) : hour >= 1 && hour <= 12;
}

/** Returns whether a time may end before `i`: "10:20:30:40" is an address, and "13:20x" a name. */
function isComplete(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  if (token === undefined || !isGlued(tokens, i)) return true;
  if (token.kind === 'word') return readZone(tokens, i) !== null || token.word === 'h';
  if (token.kind === 'number' || token.text === '_') return false;
  return !((token.text === ':' || token.text === '/') && isGlued(tokens, i + 1) && tokens[i + 1] !== undefined);
}
