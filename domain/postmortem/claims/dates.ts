import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import { isDetached, isGlued, type Token, wordAt } from './tokens.ts';

/**
 * A date as written. `days`: its possible days as midnights; two for "03/04/2022". `dayAt`, `monthAt`, `yearAt`: the tokens with the day, the month, and the year if
 * it is written.
 */
export type DateRead = {
  days: readonly Instant[];
  dayAt: number;
  monthAt: number;
  yearAt: number | null;
  next: number;
};

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH_NAMES = 'january february march april may june july august september october november december sept'.split(
  ' ',
);
const YEAR = /^(19|20)\d\d$/;
const ORDINAL = /^(st|nd|rd|th)$/;

/** Returns the number of a month from 0, or null. The name must begin with a capital: "may" is usually a verb. */
export function monthAt(tokens: readonly Token[], i: number): number | null {
  const token = tokens[i];
  if (token?.kind !== 'word' || token.text === token.word) return null;
  const isName = MONTH_NAMES.includes(token.word) || MONTHS.includes(token.word);
  return isName ? MONTHS.indexOf(token.word.slice(0, 3)) : null;
}

/** Reads "30 March 2022", "March 30th, 2022", "30th of March", "2022-03-30", "30.03.2022" and "3/30/2022". `year` is that of a date without one. */
export function readDate(tokens: readonly Token[], i: number, year: number): DateRead | null {
  if (!isDetached(tokens, i)) return null;
  return readDayFirst(tokens, i, year) ?? readMonthFirst(tokens, i, year) ?? readDigitsOnly(tokens, i);
}

function readDayFirst(tokens: readonly Token[], i: number, year: number): DateRead | null {
  const day = readDay(tokens, i);
  if (day === null) return null;
  const monthIndex = wordAt(tokens, day.next) === 'of' ? day.next + 1 : day.next;
  const month = monthAt(tokens, monthIndex);
  return month === null
    ? null
    : withYear(tokens, { day: day.value, month, dayAt: i, monthAt: monthIndex, next: monthIndex + 1 }, year);
}

function readMonthFirst(tokens: readonly Token[], i: number, year: number): DateRead | null {
  const month = monthAt(tokens, i);
  if (month === null) return null;
  const dayAt = wordAt(tokens, i + 1) === '.' || wordAt(tokens, i + 1) === 'the' ? i + 2 : i + 1;
  const day = readDay(tokens, dayAt);
  const isTime = day !== null && wordAt(tokens, day.next) === ':' && isGlued(tokens, day.next); // "in March 13:20"
  return day === null || isTime
    ? null
    : withYear(tokens, { day: day.value, month, dayAt, monthAt: i, next: day.next }, year);
}

function readDay(tokens: readonly Token[], i: number): { value: number; next: number } | null {
  const token = tokens[i];
  const value = Number(token?.text);
  if (token?.kind !== 'number' || token.text.length > 2 || value < 1 || value > 31) return null;
  const isOrdinal = ORDINAL.test(wordAt(tokens, i + 1)) && isGlued(tokens, i + 1);
  return { value, next: isOrdinal ? i + 2 : i + 1 };
}

type MonthDay = { day: number; month: number; dayAt: number; monthAt: number; next: number };

function withYear(
  tokens: readonly Token[],
  { day, month, dayAt, monthAt, next }: MonthDay,
  year: number,
): DateRead | null {
  const yearAt = wordAt(tokens, next) === ',' ? next + 1 : next;
  const isTime =
    wordAt(tokens, yearAt + 1) === ':' && tokens[yearAt + 2]?.kind === 'number' && isGlued(tokens, yearAt + 2);
  const isYear = YEAR.test(wordAt(tokens, yearAt)) && !isTime;
  const read = dayOfDate(isYear ? Number(wordAt(tokens, yearAt)) : year, month, day);
  return read === null
    ? null
    : { days: [read], dayAt, monthAt, yearAt: isYear ? yearAt : null, next: isYear ? yearAt + 1 : next };
}

function readDigitsOnly(tokens: readonly Token[], i: number): DateRead | null {
  const separator = wordAt(tokens, i + 1);
  const [a, b, c] = [wordAt(tokens, i), wordAt(tokens, i + 2), wordAt(tokens, i + 4)];
  const isTied = [1, 2, 3, 4].every((n) => isGlued(tokens, i + n)) && wordAt(tokens, i + 3) === separator;
  if (!isTied || ![a, b, c].every((part) => /^\d{1,4}$/.test(part))) return null;
  const next = i + 5;
  if (separator === '-' && YEAR.test(a)) {
    const day = dayOfDate(Number(a), Number(b) - 1, Number(c));
    return day === null ? null : { days: [day], dayAt: i + 4, monthAt: i + 2, yearAt: i, next };
  }
  if (!YEAR.test(c) || !/^[./]$/.test(separator)) return null;
  const dayFirst = dayOfDate(Number(c), Number(b) - 1, Number(a));
  const monthFirst = separator === '/' ? dayOfDate(Number(c), Number(a) - 1, Number(b)) : null;
  const days = [dayFirst, monthFirst].filter((day) => day !== null);
  if (days.length === 0) return null;
  const [dayAt, monthAt] = dayFirst === null ? [i + 2, i] : [i, i + 2];
  return { days, dayAt, monthAt, yearAt: i + 4, next };
}

function dayOfDate(year: number, month: number, day: number): Instant | null {
  const at = Date.UTC(year, month, day);
  return month >= 0 && month < 12 && new Date(at).getUTCDate() === day && new Date(at).getUTCMonth() === month
    ? at - (at % DAY_MS)
    : null;
}
