import { DAY_MS } from '#domain/time/calendar';
import type { Instant } from '#domain/time/interval';
import { type ClockRead, readClock } from './clocks.ts';
import { type DateRead, readDate } from './dates.ts';
import { isClockLikeDuration } from './durations.ts';
import { isGlued, type Token, wordAt } from './tokens.ts';
import { readZone, type ZoneRead } from './zones.ts';

/** A time as read, before its zone is known. `from`: the index of its first token, which may be that of its date. */
export type Moment = {
  first: number;
  next: number;
  clockFirst: number;
  clock: ClockRead;
  zone: ZoneRead | null;
  days: readonly Instant[];
  dayAt: number | null;
};
/** What begins at a token: one time, both ends of a range, or a date without a time. `days`: that date. */
export type MomentsRead = { moments: readonly Moment[]; days: readonly Instant[]; next: number };

const SOFTENING = /^(about|around|approximately|approx|roughly|circa|ca|~|nearly|almost)$/;
const RANGE_JOINTS = /^([-–—]|to|until|till|through)$/;
const BEFORE_TIMES =
  /^(at|from|since|until|till|to|by|around|about|approximately|roughly|circa|between|and|before|after|~)$/;
const BEFORE_DURATIONS = /^(for|lasted|lasting|took|of)$/;
const BEFORE_RATIOS = /^(ratio|scale|port|chapter|version|aspect)$/;
const WEEKDAYS = /^(mon|tues|wednes|thurs|fri|satur|sun)day$/;

/** Reads a time at `i`, with its zone and date, or a range of two times. `year`: that of a date without one. */
export function readMoments(tokens: readonly Token[], i: number, end: number, year: number): MomentsRead | null {
  const date = readDate(tokens, i, year);
  if (date !== null) return readAfterDate(tokens, i, end, { date, year });
  const first = readMoment(tokens, i, end);
  return first === null ? null : withSecond(tokens, end, withDateAfter(tokens, end, first, year), year);
}

/** Reads the time after a date: "30 March 2022 at 13:20", "2022-03-30T13:20Z", "On 30 March, between 13:20 and 14:30". */
function readAfterDate(
  tokens: readonly Token[],
  i: number,
  end: number,
  { date, year }: { date: DateRead; year: number },
): MomentsRead {
  let at = date.next;
  if (wordAt(tokens, at) === 't' && isGlued(tokens, at)) at++;
  else while (at < end && at < date.next + 4 && /^(,|at|@|[-–—]|from|between|:)$/.test(wordAt(tokens, at))) at++;
  while (SOFTENING.test(wordAt(tokens, at))) at++;
  const moment = at < end ? readMoment(tokens, at, end, wordAt(tokens, at - 1) !== 't') : null;
  if (moment === null) return { moments: [], days: date.days, next: date.next };
  const isJoined = tokens.slice(date.next, at).every(({ word }) => /^(,|at|@|t)$/.test(word));
  const dated = { ...moment, days: date.days, dayAt: isJoined ? date.dayAt : null, first: isJoined ? i : moment.first };
  return withSecond(tokens, end, dated, year);
}

function readMoment(tokens: readonly Token[], i: number, end: number, mustBeDetached = true): Moment | null {
  const clock = readClock(tokens, i, mustBeDetached);
  if (clock === null || clock.next > end) return null;
  const zone = readZone(tokens, clock.next);
  if (mustBeDetached && zone === null && !isTimeOfDay(tokens, i, clock)) return null;
  const hasZone = zone !== null && zone.next <= end;
  const next = hasZone ? zone.next : clock.next;
  return { first: i, next, clockFirst: i, clock, zone: hasZone ? zone : null, days: [], dayAt: null };
}

/** Returns whether a time without a zone is one: "1:18:00" after "for" is a duration, "3:16" needs "at", and "1h10" is a duration. */
function isTimeOfDay(tokens: readonly Token[], i: number, { meridiem, isInWords }: ClockRead): boolean {
  if (meridiem !== null || isInWords) return true;
  if (isClockLikeDuration(tokens, i)) return false;
  const before = wordAt(tokens, SOFTENING.test(wordAt(tokens, i - 1)) ? i - 2 : i - 1);
  const ratioAt = before === 'of' ? i - 2 : i - 1;
  if (BEFORE_RATIOS.test(wordAt(tokens, ratioAt)) || /^(ratio|aspect)$/.test(wordAt(tokens, i + 3))) return false;
  if (tokens[i]?.kind === 'word') return BEFORE_TIMES.test(before); // "noon"
  const isShort = tokens[i]?.text.length === 1;
  const isEntry = tokens[i]?.gap === 'line' || tokens[i]?.gap === 'paragraph' || /^[|*+•-]$/.test(before);
  if (wordAt(tokens, i + 1) === 'h') return BEFORE_TIMES.test(before) || (!isShort && !BEFORE_DURATIONS.test(before));
  return !isShort || isEntry || BEFORE_TIMES.test(before) || /^[-–—]$/.test(before);
}

/** Reads the date in "13:20 UTC on 30 March 2022". */
function withDateAfter(tokens: readonly Token[], end: number, moment: Moment, year: number): Moment {
  let at = moment.next;
  while (at < end && at < moment.next + 4 && isBeforeDate(wordAt(tokens, at))) at++;
  const date = at < end ? readDate(tokens, at, year) : null;
  const isTaken = date === null || date.next > end || startsWithClock(tokens, date.next, end);
  return isTaken ? moment : { ...moment, days: date.days, dayAt: date.dayAt, next: date.next };
}

function isBeforeDate(word: string): boolean {
  return /^(,|on|of|the)$/.test(word) || WEEKDAYS.test(word);
}

/** Returns whether the date belongs to the next time: "at 13:20, on 31 March at 02:00". */
function startsWithClock(tokens: readonly Token[], i: number, end: number): boolean {
  const at = /^(at|,|@)$/.test(wordAt(tokens, i)) ? i + 1 : i;
  return at < end && readClock(tokens, at) !== null;
}

/** Reads the second end of a range: "15:06–15:14 UTC", "between 13:20 and 14:30", "from 13:20 until about 14:30". */
function withSecond(tokens: readonly Token[], end: number, first: Moment, year: number): MomentsRead {
  const single = { moments: [first], days: first.days, next: first.next };
  const joint = wordAt(tokens, first.next);
  if (!RANGE_JOINTS.test(joint) && !(joint === 'and' && isAfterBetween(tokens, first))) return single;
  let at = first.next + 1;
  while (SOFTENING.test(wordAt(tokens, at))) at++;
  const read = at < end ? readMoment(tokens, at, end, false) : null;
  if (read === null) return single;
  const second = withDateAfter(tokens, end, read, year);
  return { moments: shared(first, second), days: first.days, next: second.next };
}

function isAfterBetween(tokens: readonly Token[], { first, clockFirst }: Moment): boolean {
  return [first, clockFirst].some((at) => {
    const before = SOFTENING.test(wordAt(tokens, at - 1)) ? at - 2 : at - 1;
    return wordAt(tokens, before) === 'between';
  });
}

/** Shares zone, date and "pm" between the ends of a range. The second end is on the next day if it is earlier than the first. */
function shared(first: Moment, second: Moment): [Moment, Moment] {
  const zone = first.zone ?? second.zone;
  const from = { ...first, zone, clock: { ...first.clock, meridiem: sharedMeridiem(first.clock, second.clock) } };
  const days = first.days.length > 0 ? first.days : second.days;
  if (first.days.length > 0 && second.days.length > 0) return [from, second];
  const isNextDay = msOf(second.clock) < msOf(from.clock);
  const shift = (by: number) => days.map((day) => day + by);
  const startsBefore = second.days.length > 0 && isNextDay ? -DAY_MS : 0;
  const endsAfter = first.days.length > 0 && isNextDay ? DAY_MS : 0;
  return [
    { ...from, days: shift(startsBefore) },
    { ...second, zone: second.zone ?? zone, days: shift(endsAfter) },
  ];
}

/** "1:20–2:30 pm" is in the afternoon, "11:50–12:10 pm" begins in the morning. */
function sharedMeridiem(first: ClockRead, second: ClockRead): boolean | null {
  if (first.meridiem !== null || second.meridiem === null || first.hour > 12 || first.hour === 0) return first.meridiem;
  const isLater = msOf({ ...first, meridiem: second.meridiem }) > msOf(second);
  return isLater ? !second.meridiem : second.meridiem;
}

/** Returns the ms from midnight of a time as written. */
export function msOf({ hour, rest, meridiem }: Pick<ClockRead, 'hour' | 'rest' | 'meridiem'>): number {
  const hours = meridiem === null ? hour : (hour % 12) + (meridiem ? 12 : 0);
  return hours * 3_600_000 + rest;
}
