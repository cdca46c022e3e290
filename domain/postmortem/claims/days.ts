import type { Instant } from '#domain/time/interval';
import type { InstantClaim } from './claim.ts';
import { readDate } from './dates.ts';
import type { Sentence } from './sentences.ts';
import { isGlued, type Token, wordAt } from './tokens.ts';

type Place = { start: number; end: number };
/**
 * A day that is written without a time: "30 March 2022", "the 30th" or "Wednesday". `days`: the possible days of a date, as midnights; none for the others.
 * `number`: the day of the month. `weekday`: 0 for Sunday. `parts`: the texts of a date that a correction replaces.
 */
export type DayMention = Place & {
  kind: 'day';
  sentence: number;
  first: number;
  next: number;
  days: readonly Instant[];
  number: number | null;
  weekday: number | null;
  parts: { day: Place | null; month: Place | null; year: Place | null };
};

const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const ORDINAL = /^(st|nd|rd|th)$/;
const BEFORE_NUMBER = /^(on|of|from)$/;
/** Words that don't make an ordinal count something else: "on the 14th we", but "on the 14th attempt". */
const AFTER_NUMBER = /^(was|were|lasted|and|we|our|at|in|from|the|a|an|it|all|no|partners|customers|users)$/;
const NO_PARTS = { day: null, month: null, year: null };

/** Finds the days that are written without a time. A date beside or before a time belongs to it. At most `max` are read. */
export function dayMentions(
  tokens: readonly Token[],
  sentences: readonly Sentence[],
  { year, instants, max }: { year: number; instants: readonly InstantClaim[]; max: number },
): DayMention[] {
  const taken = new Set(
    instants.flatMap(({ first, next }) => Array.from({ length: next - first }, (_, n) => first + n)),
  );
  const withTime = new Set(instants.map(({ sentence }) => sentence));
  const found: DayMention[] = [];
  sentences.forEach(({ first, next }, sentence) => {
    for (let i = first; i < next && found.length < max; ) {
      const read = dateAt(tokens, i, year) ?? ordinalAt(tokens, i) ?? weekdayAt(tokens, i);
      const isOfTime = taken.has(i) || (read?.weekday === null && withTime.has(sentence));
      if (read !== null && !isOfTime) found.push({ ...read, sentence });
      i = read?.next ?? i + 1;
    }
  });
  return found;
}

type Read = Omit<DayMention, 'sentence'>;

function dateAt(tokens: readonly Token[], i: number, year: number): Read | null {
  const date = readDate(tokens, i, year);
  if (date === null) return null;
  const { days, dayAt, monthAt, yearAt, next } = date;
  const parts =
    days.length > 1
      ? NO_PARTS
      : {
          day: placeOf(tokens, dayAt),
          month: placeOf(tokens, monthAt),
          year: yearAt === null ? null : placeOf(tokens, yearAt),
        };
  return { kind: 'day', ...spanOf(tokens, i, next), days, number: null, weekday: null, parts };
}

/** "On the 14th", "the outage of the 14th" */
function ordinalAt(tokens: readonly Token[], i: number): Read | null {
  const number = Number(tokens[i]?.text);
  const isNumber = tokens[i]?.kind === 'number' && number >= 1 && number <= 31;
  if (!isNumber || !ORDINAL.test(wordAt(tokens, i + 1)) || !isGlued(tokens, i + 1)) return null;
  if (wordAt(tokens, i - 1) !== 'the' || !BEFORE_NUMBER.test(wordAt(tokens, i - 2))) return null;
  const after = tokens[i + 2];
  const isAlone = after?.kind !== 'word' || after.text !== after.word || AFTER_NUMBER.test(after.word);
  if (!isAlone) return null;
  const parts = { ...NO_PARTS, day: placeOf(tokens, i) };
  return { kind: 'day', ...spanOf(tokens, i, i + 2), days: [], number, weekday: null, parts };
}

/** "On Wednesday", "Wednesday's outage" */
function weekdayAt(tokens: readonly Token[], i: number): Read | null {
  const token = tokens[i];
  const name = token?.word.replace(/['’]s$/, '') ?? '';
  const weekday = WEEKDAYS.indexOf(name);
  if (token === undefined || weekday === -1 || token.text === token.word) return null;
  const place = { start: token.start, end: token.start + name.length };
  return {
    kind: 'day',
    ...place,
    first: i,
    next: i + 1,
    days: [],
    number: null,
    weekday,
    parts: { ...NO_PARTS, day: place },
  };
}

function spanOf(tokens: readonly Token[], first: number, next: number) {
  return { first, next, start: placeOf(tokens, first).start, end: placeOf(tokens, next - 1).end };
}

function placeOf(tokens: readonly Token[], i: number): Place {
  const { start, end } = tokens[i] as Token; // indexes of tokens that were read
  return { start, end };
}
