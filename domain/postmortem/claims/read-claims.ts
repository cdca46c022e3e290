import type { Instant } from '#domain/time/interval';
import { approximationBefore, isAfterUpTo, isInAmountRange } from './approximation.ts';
import { blankUnread } from './blank-unread.ts';
import type { Claim, CountClaim, DurationClaim, ShareClaim } from './claim.ts';
import { type CountRead, readCount } from './counts.ts';
import { type DayMention, dayMentions } from './days.ts';
import { type DurationRead, readDuration } from './durations.ts';
import { instantClaims, type PlacedMoment } from './instant-claims.ts';
import { type Moment, readMoments } from './instants.ts';
import { type Sentence, sentencesOf } from './sentences.ts';
import { readShare, type ShareRead } from './shares.ts';
import { type Token, tokenize } from './tokens.ts';

/** Only this much of a text is read. Callers refuse longer texts. */
export const TEXT_LENGTH_MAX = 50_000;
/** Only so many claims are read, which is more than a text of reasonable density holds. */
export const CLAIMS_MAX = 2_000;

/** Between the parts of a text. A heading ends what is counted from a time ("20 minutes later"). */
const BETWEEN_PARTS = '\n\n# .\n\n';

/**
 * Texts as read. `text`: all parts, joined; offsets are in it. `starts`: where each part begins. `days`: days without a time. `steps`: how often a reader was asked, for tests of the
 * effort.
 */
export type Reading = {
  text: string;
  starts: readonly number[];
  claims: readonly Claim[];
  days: readonly DayMention[];
  tokens: readonly Token[];
  sentences: readonly Sentence[];
  steps: number;
};

/** Reads the figures of Markdown texts, like the sections of a post-mortem. `year`: that of dates without one. The time is linear in their length. */
export function readClaims(parts: readonly string[], year: number): Reading {
  const text = parts.join(BETWEEN_PARTS);
  const tokens = tokenize(parts.map(blankUnread).join(BETWEEN_PARTS).slice(0, TEXT_LENGTH_MAX));
  const sentences = sentencesOf(tokens);
  const placed: PlacedMoment[] = [];
  const amounts: Claim[] = [];
  let steps = 0;
  sentences.forEach((sentence, index) => {
    let i = sentence.first;
    let days: readonly Instant[] = [];
    while (i < sentence.next && placed.length + amounts.length < CLAIMS_MAX) {
      steps++;
      const read = readAt(tokens, i, { sentence, index, year });
      for (const moment of read.moments)
        placed.push({ moment, sentence: index, days, range: rangeOf(read.moments, moment, placed.length) });
      if (read.days.length > 0) days = read.days;
      if (read.amount !== null) amounts.push(read.amount);
      i = read.next;
    }
  });
  const instants = instantClaims(tokens, sentences, placed);
  const days = dayMentions(tokens, sentences, { year, instants, max: CLAIMS_MAX });
  return { text, starts: startsOf(parts), claims: inOrder(instants, amounts), days, tokens, sentences, steps };
}

function startsOf(parts: readonly string[]): number[] {
  let start = 0;
  return parts.map((part) => {
    const own = start;
    start += part.length + BETWEEN_PARTS.length;
    return own;
  });
}

type Here = { sentence: Sentence; index: number; year: number };
type ReadAt = { moments: readonly Moment[]; days: readonly Instant[]; amount: Claim | null; next: number };

function readAt(tokens: readonly Token[], i: number, { sentence, index, year }: Here): ReadAt {
  const moments = readMoments(tokens, i, sentence.next, year);
  if (moments !== null) return { ...moments, amount: null };
  const duration = readDuration(tokens, i, sentence.next);
  const share = duration === null ? readShare(tokens, i) : null;
  const count = duration === null && share === null ? readCount(tokens, i, sentence.next) : null;
  const next = duration?.next ?? share?.next ?? count?.next ?? null;
  if (next === null || next > sentence.next) return { moments: [], days: [], amount: null, next: i + 1 };
  const place = placeOf(tokens, { i, next, sentence, index });
  if (duration === null && isAfterUpTo(tokens, i)) place.approximation = null; // "up to 188 instances" names the most
  const amount =
    (duration && durationClaim(place, duration)) ??
    (share && shareClaim(place, share)) ??
    (count && countClaim(place, count, tokens));
  return { moments: [], days: [], amount, next };
}

/** Returns the other end of a range: times are placed in pairs. */
function rangeOf(moments: readonly Moment[], moment: Moment, placed: number): PlacedMoment['range'] {
  if (moments.length < 2) return null;
  return moment === moments[0] ? { end: 'from', other: placed + 1 } : { end: 'to', other: placed - 1 };
}

type Place = Pick<Claim, 'start' | 'end' | 'sentence' | 'first' | 'next' | 'approximation'>;

function placeOf(
  tokens: readonly Token[],
  { i, next, sentence, index }: { i: number; next: number; sentence: Sentence; index: number },
): Place {
  const approximation = isInAmountRange(tokens, i) ? 'range' : approximationBefore(tokens, i, sentence.first);
  const start = (tokens[i] as Token).start; // a reader has read this token
  const end = (tokens[next - 1] as Token).end;
  return { start, end, sentence: index, first: i, next, approximation };
}

function durationClaim(place: Place, { value, belowMs, aboveMs, manner }: DurationRead): DurationClaim {
  return { kind: 'duration', ...place, value, belowMs, aboveMs, manner };
}

function shareClaim(place: Place, { value, step, isFraction, isNines, manner }: ShareRead): ShareClaim {
  return { kind: isNines ? 'uptime' : 'share', ...place, value, step, isFraction, manner };
}

function countClaim(place: Place, read: CountRead, tokens: readonly Token[]): CountClaim {
  const span = (first: number, next: number) => ({
    start: (tokens[first] as Token).start, // indexes of tokens that were read
    end: (tokens[next - 1] as Token).end,
  });
  const { value, of, counted, manner, numberNext, wholeAt, wholeNext } = read;
  const whole = wholeAt === null || wholeNext === null ? null : span(wholeAt, wholeNext);
  return { kind: 'count', ...place, value, of, counted, manner, number: span(place.first, numberNext), whole };
}

/** Sorts the claims by their place, and lets the ends of ranges name each other's new index. */
function inOrder(instants: readonly Extract<Claim, { kind: 'instant' }>[], amounts: readonly Claim[]): Claim[] {
  const sorted = [...instants, ...amounts].sort((a, b) => a.start - b.start);
  const indexOf = new Map(sorted.map((claim, i) => [claim, i] as const));
  return sorted.map((claim) => {
    if (claim.kind !== 'instant' || claim.range === null) return claim;
    const other = instants[claim.range.other];
    return { ...claim, range: other ? { end: claim.range.end, other: indexOf.get(other) ?? 0 } : null };
  });
}
