import type { Claim, DurationClaim, InstantClaim } from '#domain/postmortem/claims/claim';
import type { Reading } from '#domain/postmortem/claims/read-claims';
import { type PostmortemRecord, roleOf } from '#domain/postmortem/facts';
import { agrees } from './agreement.ts';
import type { Assessed, AssessedText } from './assessed.ts';
import { type Candidates, type Comparison, candidatesFor, compare, NOT_IN_RECORD } from './compare.ts';
import { compareRange } from './compare-ranges.ts';
import { type Context, contextOf, contextsOf } from './context.ts';
import type { Meaning } from './meaning.ts';
import { meaningOfDuration } from './meaning-of-durations.ts';
import { meaningOfInstant, meaningOfRange } from './meaning-of-instants.ts';
import { isUptime, meaningOfCount, meaningOfShare, meaningOfUptime } from './meaning-of-shares.ts';

/** Compares each claim of a text with the record, by what its sentence says about it. */
export function assess(reading: Reading, record: PostmortemRecord): AssessedText {
  const contexts = contextsOf(reading, record.components);
  const all: Assessed[] = [];
  reading.claims.forEach((claim, index) => {
    const context = contextOf(contexts, index);
    if (claim.kind === 'instant' && claim.range !== null)
      all.push(assessEnd(claim, reading.claims, { context, record }));
    else all.push(assessOne(claim, context, record));
  });
  const headings = new Set(reading.sentences.flatMap(({ isHeading }, index) => (isHeading ? [index] : [])));
  return { all, contexts, from: record.from, headings };
}

function assessOne(read: Claim, context: Context, record: PostmortemRecord): Assessed {
  const claim = read.kind === 'share' && isUptime(read, context) ? { ...read, kind: 'uptime' as const } : read;
  const meaning = meaningOf(claim, context, record);
  const candidates = candidatesFor(claim.kind, context, record, meaning.period);
  const comparison =
    derived(claim, meaning, record) ?? compareCounts(claim, meaning, { ...candidates, text: context.whole });
  return { claim, meaning, comparison, whole: context.whole };
}

function meaningOf(claim: Claim, context: Context, record: PostmortemRecord): Meaning {
  switch (claim.kind) {
    case 'instant':
      return meaningOfInstant(context);
    case 'duration':
      return meaningOfDuration(context);
    case 'uptime':
      return meaningOfUptime(context, record.from);
    case 'share':
      return meaningOfShare(context);
    case 'count':
      return meaningOfCount(claim, context);
  }
}

/** Counts are only compared with facts about what they count; "300 instances" may be all of them. */
function compareCounts(
  claim: Claim,
  meaning: Meaning,
  { facts, episodes, text }: Candidates & { text: string },
): Comparison {
  if (claim.kind !== 'count') return compare(claim, meaning, { facts, episodes });
  const ofAll = facts.filter((fact) => claim.counted === 'instances' && claim.of === null && fact.of === claim.value);
  const whole = ofAll.find((fact) => roleOf(fact.key) === 'instances') ?? ofAll[0];
  const compared = compare(claim, { ...meaning, isPlain: true }, { facts, episodes });
  if (compared.verdict !== 'differs') return compared;
  if (whole !== undefined && !/ (?:all|every|each) HERE /.test(text))
    return { verdict: 'match', fact: whole, value: claim.value };
  return meaning.isPlain ? compared : NOT_IN_RECORD;
}

type Around = { context: Context; record: PostmortemRecord };

/** Compares an end of a range together with the other end. */
function assessEnd(claim: InstantClaim, claims: readonly Claim[], { context, record }: Around): Assessed {
  const other = claims[claim.range?.other ?? -1];
  if (other?.kind !== 'instant') return assessOne(claim, context, record);
  const isFirst = claim.range?.end === 'from';
  const meaning = meaningOfRange(context);
  const candidates = candidatesFor('instant', context, record, null);
  const compared = compareRange(isFirst ? { from: claim, to: other } : { from: other, to: claim }, meaning, candidates);
  return { claim, meaning, comparison: isFirst ? compared.from : compared.to, whole: context.whole };
}

/** Returns a match for "the incident lasted 114 minutes" and "the cause was found after 14 minutes", which follow from two facts. */
function derived(claim: Claim, { derived: sought }: Meaning, { facts, from, to }: PostmortemRecord): Comparison | null {
  if (claim.kind !== 'duration' || sought === null) return null;
  const at = (key: string) => facts.find((fact) => fact.key === key)?.value;
  const ends = sought === 'span' ? [to, at('resolved')] : [at(sought)];
  const value = ends
    .flatMap((end) => (end === undefined ? [] : [end - from]))
    .find((length) => isLength(claim, length));
  return value === undefined ? null : { verdict: 'match', fact: null, value };
}

function isLength(claim: DurationClaim, value: number): boolean {
  return agrees(claim, { key: '', kind: 'duration', value, component: null, source: 'calculated' });
}
