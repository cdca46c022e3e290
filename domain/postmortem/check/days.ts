import { monthAt } from '#domain/postmortem/claims/dates';
import type { DayMention } from '#domain/postmortem/claims/days';
import type { Reading } from '#domain/postmortem/claims/read-claims';
import { type Fact, type Finding, type PostmortemRecord, roleOf } from '#domain/postmortem/facts';
import { DAY_MS, dayOf } from '#domain/time/calendar';
import { dayUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { contextOf, contextsOf } from './context.ts';
import { meaningOfDay } from './meaning-of-days.ts';
import { writeDay } from './write-day.ts';

const MINUTE_MS = 60_000;
/** A date that is further away may be that of another incident. */
const NEAR_MS = 7 * DAY_MS;

/** Compares days without a time with those of the record, where their sentence says that it is the day of the incident. Others are no claims. */
export function checkDays(reading: Reading, record: PostmortemRecord): Finding[] {
  const contexts = contextsOf({ ...reading, claims: reading.days }, record.components);
  const days = daysOf(record, offsetsOf(reading));
  const start = record.facts.find(({ key }) => roleOf(key) === 'episode.start');
  if (start === undefined) return [];
  const isNamed = reading.days.some((day) => day.days.length > 0 && isRight(day, days));
  return reading.days.flatMap((day, index) => {
    const { isPlain, isReference } = meaningOfDay(contextOf(contexts, index));
    const isOther = !isRight(day, days) && isFar(day, days) && (isNamed || isReference);
    const isClaim = isBesideDate(reading.days, index, days) || (isPlain && !isOther);
    return isClaim && !isOfDate(reading.days, index) ? [findingOf(day, reading, { start, days })] : [];
  });
}

/** Returns the sentences about another day or month, whose figures may be those of another incident. */
export function sentencesOfOtherDays({ days, tokens, sentences }: Reading, record: PostmortemRecord): Set<number> {
  const known = daysOf(record, new Set([0]));
  const months = new Set(known.map((day) => new Date(day).getUTCMonth()));
  const ofDays = days.flatMap((day) => (isFar(day, known) && !isRight(day, known) ? [day.sentence] : []));
  const ofMonths = sentences.flatMap(({ first, next }, sentence) =>
    tokens.slice(first, next).some(({ word }, n) => word === 'in' && isOther(monthAt(tokens, first + n + 1), months))
      ? [sentence]
      : [],
  );
  return new Set([...ofDays, ...ofMonths]);
}

function isOther(month: number | null, months: ReadonlySet<number>): boolean {
  return month !== null && !months.has(month);
}

/** Returns the offsets of the zones that a text names, and UTC: a day may be one of another zone. */
function offsetsOf({ claims }: Reading): Set<number> {
  return new Set([0, ...claims.flatMap((claim) => (claim.kind === 'instant' ? claim.offsets : []))]);
}

/** Returns the days on which an episode began, lasted or ended, as midnights. */
function daysOf({ facts }: PostmortemRecord, offsets: ReadonlySet<number>): Instant[] {
  const at = (role: string) => facts.filter(({ key }) => roleOf(key) === role).map(({ value }) => value);
  const ends = at('episode.end');
  const days = at('episode.start').flatMap((start) => {
    const end = Math.min(...ends.filter((one) => one > start), start + NEAR_MS);
    return [...offsets].flatMap((offset) => {
      const [first, last] = [dayOf(start + offset * MINUTE_MS), dayOf(end + offset * MINUTE_MS)];
      return Array.from({ length: (last - first) / DAY_MS + 1 }, (_, n) => first + n * DAY_MS);
    });
  });
  return [...new Set(days)];
}

function isRight(mention: DayMention, days: readonly Instant[]): boolean {
  return days.some((day) => isDay(mention, day));
}

/** Returns whether a mention can be a day. A date without a year is that of any year. */
function isDay({ days, number, weekday, parts }: DayMention, day: Instant): boolean {
  const at = new Date(day);
  if (weekday !== null) return at.getUTCDay() === weekday;
  if (number !== null) return at.getUTCDate() === number;
  return days.some((one) =>
    parts.year === null ? dayUtc(one).slice(0, -5) === dayUtc(day).slice(0, -5) : one === day,
  );
}

function isFar({ days }: DayMention, known: readonly Instant[]): boolean {
  return days.length > 0 && known.every((day) => days.every((one) => Math.abs(one - day) > NEAR_MS));
}

/** Returns whether a weekday stands beside a date of the incident, so that it must be its weekday: "Thursday, 30 March". */
function isBesideDate(all: readonly DayMention[], index: number, days: readonly Instant[]): boolean {
  const day = all[index];
  if (day?.weekday == null) return false;
  return [all[index - 1], all[index + 1]].some((one) => areBeside(day, one) && isRight(one as DayMention, days));
}

/** Returns whether a weekday is that of a date beside it, which is compared itself. */
function isOfDate(all: readonly DayMention[], index: number): boolean {
  const day = all[index];
  if (day?.weekday == null) return false;
  return [all[index - 1], all[index + 1]].some((one) => areBeside(day, one) && one?.days.some((at) => isDay(day, at)));
}

/** Returns whether two mentions touch, but for a comma or bracket. */
function areBeside(a: DayMention, b: DayMention | undefined): boolean {
  if (b === undefined || a.sentence !== b.sentence || b.days.length === 0) return false;
  return Math.max(a.first, b.first) - Math.min(a.next, b.next) <= 1;
}

type Known = { start: Fact; days: readonly Instant[] };

function findingOf(mention: DayMention, { text, sentences }: Reading, { start, days }: Known): Finding {
  const written = text.slice(mention.start, mention.end);
  const [first] = mention.days;
  const distance = (day: Instant) => (first === undefined ? 0 : Math.abs(day - first));
  const right = days.find((day) => isDay(mention, day));
  const day = right ?? days.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  const sentence = sentences[mention.sentence];
  return {
    start: mention.start,
    end: mention.end,
    text: written,
    kind: 'instant',
    claimed: first === undefined || mention.days.length > 1 ? written : dayUtc(first),
    recorded: dayUtc(day),
    verdict: right === undefined ? 'differs' : 'match',
    suggestion: right === undefined ? writeDay(text, mention, day) : null,
    fact: start.key,
    source: start.source,
    hint: null,
    other: null,
    sentence: { start: sentence?.start ?? mention.start, end: sentence?.end ?? mention.end },
  };
}
