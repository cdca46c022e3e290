import type { Instant } from '#domain/time/interval';
import { approximationBefore } from './approximation.ts';
import type { Approximation, InstantClaim } from './claim.ts';
import { type Moment, msOf } from './instants.ts';
import type { Sentence } from './sentences.ts';
import { type Token, wordAt } from './tokens.ts';
import { readZone } from './zones.ts';

/** A time as read, with its sentence and the index of the other end of a range. `days`: a date before it in the sentence, for a time without one. */
export type PlacedMoment = {
  moment: Moment;
  sentence: number;
  range: InstantClaim['range'];
  days: readonly Instant[];
};

const HOUR_MS = 3_600_000;
const HALF_DAY_MS = 12 * HOUR_MS;
const UTC = [0];
const WORDS_BEFORE_ZONE_MAX = 6;

/** Makes claims of times. A time without a zone has that of its sentence, that which the text declares, or the only one of the text; else it is UTC. */
export function instantClaims(
  tokens: readonly Token[],
  sentences: readonly Sentence[],
  placed: readonly PlacedMoment[],
): InstantClaim[] {
  const zones = zonesOf(placed);
  const fallback = declaredZone(tokens, sentences) ?? onlyZone(placed);
  const usesMeridiem = placed.some(({ moment }) => moment.clock.meridiem !== null);
  return placed.map(({ moment, sentence, range, days }) => {
    const { zone, clock } = moment;
    const place = placeOf(tokens, moment);
    const floor = (sentences[sentence] as Sentence).first; // every moment is in a sentence
    return {
      kind: 'instant',
      ...place,
      sentence,
      first: moment.first,
      next: moment.next,
      approximation: softening(tokens, moment, floor),
      times: timesOf(moment, usesMeridiem),
      offsets: zone?.offsets ?? zones.get(sentence) ?? fallback,
      days: moment.days.length > 0 ? moment.days : days,
      hasOwnDay: moment.days.length > 0,
      stepMs: clock.stepMs,
      hasZone: zone !== null,
      range,
    };
  });
}

/** "By 14:30" is at that time or before. "2 pm" may be half an hour off. */
function softening(tokens: readonly Token[], { clockFirst, clock }: Moment, floor: number): Approximation | null {
  if (clockFirst > floor && wordAt(tokens, clockFirst - 1) === 'by') return 'under';
  return approximationBefore(tokens, clockFirst, floor) ?? (clock.stepMs === HOUR_MS ? 'about' : null);
}

/** In a text with "pm", "1:20" without it may be in the morning or in the afternoon. */
function timesOf({ clock }: Moment, usesMeridiem: boolean): number[] {
  const ms = msOf(clock);
  const isAmbiguous =
    (usesMeridiem || clock.isInWords) && clock.meridiem === null && clock.hour >= 1 && clock.hour <= 12;
  return isAmbiguous ? [ms, (ms + HALF_DAY_MS) % (2 * HALF_DAY_MS)] : [ms];
}

function placeOf(tokens: readonly Token[], { first, next, clockFirst, clock, dayAt }: Moment) {
  const at = (index: number) => tokens[index] as Token; // indexes of tokens that were read
  const day = dayAt === null ? null : { start: at(dayAt).start, end: at(dayAt).end };
  return {
    start: at(first).start,
    end: at(next - 1).end,
    clock: { start: at(clockFirst).start, end: at(clock.next - 1).end },
    day,
  };
}

/** Returns the possible offsets of the zones that each sentence names. */
function zonesOf(placed: readonly PlacedMoment[]): Map<number, readonly number[]> {
  const zones = new Map<number, readonly number[]>();
  for (const { moment, sentence } of placed)
    if (moment.zone !== null)
      zones.set(sentence, [...new Set([...(zones.get(sentence) ?? []), ...moment.zone.offsets])]);
  return zones;
}

/** Returns the zone of "all times are in CEST", "(times in EDT)" or the heading "Timeline (UTC)". */
function declaredZone(tokens: readonly Token[], sentences: readonly Sentence[]): readonly number[] | null {
  for (const { first, next, isHeading } of sentences)
    for (let i = first; i < next; i++) {
      if (!(wordAt(tokens, i) === 'times' || (isHeading && wordAt(tokens, i) === '('))) continue;
      for (let at = i + 1; at < Math.min(next, i + 1 + WORDS_BEFORE_ZONE_MAX); at++) {
        const zone = tokens[at - 1]?.kind === 'number' ? null : readZone(tokens, at);
        if (zone !== null && zone.offsets.length > 0 && tokens[at]?.kind === 'word') return zone.offsets;
      }
    }
  return null;
}

/** Returns the offsets of the only zone of a text, and UTC: texts often name their zone once. */
function onlyZone(placed: readonly PlacedMoment[]): readonly number[] {
  const zones = placed.flatMap(({ moment }) => moment.zone?.offsets ?? []);
  const named = new Set(placed.flatMap(({ moment }) => moment.zone?.offsets.join() ?? []));
  return named.size === 1 ? [...new Set([...zones, 0])] : UTC;
}
