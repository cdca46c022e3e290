import type { Claim, CountClaim, InstantClaim } from '#domain/postmortem/claims/claim';
import type { Reading } from '#domain/postmortem/claims/read-claims';
import { type Fact, type PostmortemRecord, roleOf } from '#domain/postmortem/facts';
import type { Assessed, AssessedText } from './assessed.ts';
import { type Candidates, type Comparison, candidatesFor, compare, NOT_IN_RECORD } from './compare.ts';
import { compareRange } from './compare-ranges.ts';
import { type Context, contextOf, contextsOf } from './context.ts';
import { sentencesOfOtherDays } from './days.ts';
import { derived } from './derived.ts';
import { episodeOf, type Meaning, OTHER } from './meaning.ts';
import { meaningOfDuration } from './meaning-of-durations.ts';
import { meaningOfInstant, meaningOfRange } from './meaning-of-instants.ts';
import { isUptime, meaningOfCount, meaningOfShare, meaningOfUptime } from './meaning-of-shares.ts';
import { isAboutOther, withCaution } from './not-the-incident.ts';

/** Compares each claim of a text with the record, by what its sentence says about it. */
export function assess(reading: Reading, record: PostmortemRecord): AssessedText {
  const contexts = contextsOf(reading, record.components);
  const all: Assessed[] = [];
  reading.claims.forEach((claim, index) => {
    if (claim.kind !== 'instant') return;
    const context = { ...contextOf(contexts, index), isTwin: isTwin(reading, index) };
    all[index] =
      claim.range === null
        ? assessOne(claim, { context, record })
        : assessEnd(claim, reading.claims, { context, record });
  });
  const episodes = episodesOfSentences(all);
  const ofOtherDays = sentencesOfOtherDays(reading, record);
  reading.claims.forEach((claim, index) => {
    if (claim.kind === 'instant') return;
    const episode = episodes.get(claim.sentence) ?? null;
    const context = { ...contextOf(contexts, index), episode, isOfOtherDay: ofOtherDays.has(claim.sentence) };
    all[index] = assessOne(claim, { context, record });
  });
  const headings = new Set(reading.sentences.flatMap(({ isHeading }, index) => (isHeading ? [index] : [])));
  return { all, contexts, from: record.from, headings };
}

/** Returns whether a time is beside the same one in another zone: "13:20 UTC (15:20 CEST)". */
function isTwin({ claims, tokens }: Reading, index: number): boolean {
  return [claims.slice(Math.max(0, index - 1), index + 1), claims.slice(index, index + 2)].some(([a, b]) => {
    if (a?.kind !== 'instant' || b?.kind !== 'instant' || !b.hasZone || a.range !== null) return false;
    const isInBrackets = b.first === a.next + 1 && tokens[a.next]?.text === '(' && tokens[b.next]?.text === ')';
    return isInBrackets && a.offsets.join() !== b.offsets.join();
  });
}

/** Returns the episode that the times of each sentence belong to, if it is one: "From 15:06 to 15:14, 42 instances …". */
function episodesOfSentences(instants: readonly Assessed[]): Map<number, number | null> {
  const episodes = new Map<number, number | null>();
  for (const { claim, comparison } of instants.filter(Boolean)) {
    const episode = comparison.fact === null ? null : episodeOf(comparison.fact);
    const before = episodes.get(claim.sentence);
    episodes.set(claim.sentence, before === undefined || before === episode ? episode : null);
  }
  return episodes;
}

type Around = { context: Context; record: PostmortemRecord };

function assessOne(read: Claim, { context, record }: Around): Assessed {
  const claim = read.kind === 'share' && isUptime(read, context) ? { ...read, kind: 'uptime' as const } : read;
  const meaning = isAboutOther(claim, context) ? OTHER : withCaution(meaningOf(claim, context, record), context);
  const candidates = candidatesFor(claim.kind, { context, record, period: meaning.period });
  const compared = compareCounts(claim, meaning, { ...candidates, text: context.whole });
  const comparison =
    compared.verdict === 'match' ? compared : (derived(claim, meaning, { compared, record }) ?? compared);
  return { claim, meaning, comparison, whole: context.whole };
}

/** "2 out of 3" and "9 of 10" are fractions of a larger fleet. */
const FRACTION_OF_MAX = 10;

function meaningOf(claim: Claim, context: Context, record: PostmortemRecord): Meaning {
  switch (claim.kind) {
    case 'instant':
      return meaningOfInstant(context);
    case 'duration':
      return meaningOfDuration(context, record.from);
    case 'uptime':
      return meaningOfUptime(context, record.from);
    case 'share':
      return meaningOfShare(context);
    case 'count':
      return meaningOfCount(claim, context);
  }
}

const FLEET = / fleet (?:of|has|had|with) (?:about |around |some |over )?HERE /;

/** Counts are only compared with facts about what they count; "300 instances" may be all of them. */
function compareCounts(
  claim: Claim,
  meaning: Meaning,
  { facts, episodes, text }: Candidates & { text: string },
): Comparison {
  if (claim.kind !== 'count') return compare(claim, meaning, { facts, episodes });
  const size = facts.find(({ of }) => of !== undefined)?.of;
  const isSize = claim.counted === 'instances' && claim.of === null && FLEET.test(text);
  if (isSize && size !== undefined && size !== claim.value) return { verdict: 'differs', fact: null, value: size };
  const ofAll = facts.filter((fact) => claim.counted === 'instances' && claim.of === null && fact.of === claim.value);
  const whole = ofAll.find((fact) => roleOf(fact.key) === 'instances') ?? ofAll[0];
  const compared = compare(claim, { ...meaning, isPlain: true }, { facts, episodes });
  if (compared.verdict !== 'differs') return compared;
  if (isFraction(claim, facts)) return NOT_IN_RECORD; // "2 out of 3 servers"
  const isAboutAll = meaning.isPlain && / (?:all|every|each) HERE /.test(text);
  if (whole !== undefined && !isAboutAll) return { verdict: 'match', fact: whole, value: claim.value };
  return meaning.isPlain ? compared : NOT_IN_RECORD;
}

/** Returns whether a count stands for a fraction: its whole is small, and no fleet is that large. */
function isFraction({ of }: CountClaim, facts: readonly Fact[]): boolean {
  return of !== null && of <= FRACTION_OF_MAX && facts.every((fact) => fact.of !== of);
}

/** Compares an end of a range together with the other end. */
function assessEnd(claim: InstantClaim, claims: readonly Claim[], { context, record }: Around): Assessed {
  const other = claims[claim.range?.other ?? -1];
  if (other?.kind !== 'instant') return assessOne(claim, { context, record });
  const isFirst = claim.range?.end === 'from';
  const meaning = isAboutOther(claim, context) ? OTHER : withCaution(meaningOfRange(context), context);
  const candidates = candidatesFor('instant', { context, record, period: null });
  const compared = compareRange(isFirst ? { from: claim, to: other } : { from: other, to: claim }, meaning, candidates);
  return { claim, meaning, comparison: isFirst ? compared.from : compared.to, whole: context.whole };
}
