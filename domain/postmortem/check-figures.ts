import { assess } from '#domain/postmortem/check/assess';
import type { Assessed, Contradiction } from '#domain/postmortem/check/assessed';
import { checkDays } from '#domain/postmortem/check/days';
import { hintFor } from '#domain/postmortem/check/hints';
import { checkSameFigures } from '#domain/postmortem/check/same-figure';
import { checkSteps } from '#domain/postmortem/check/steps';
import { suggest } from '#domain/postmortem/check/suggest';
import { checkRanges, checkShares, checkTwins } from '#domain/postmortem/check/sums';
import { checkTotals } from '#domain/postmortem/check/totals';
import { writtenValue } from '#domain/postmortem/check/written-value';
import { type Reading, readClaims } from '#domain/postmortem/claims/read-claims';
import type { Sentence } from '#domain/postmortem/claims/sentences';
import type { Fact, Finding, PostmortemRecord } from './facts.ts';
import { formatCount, formatFact, formatValue } from './format-figure.ts';

/** The checks of a text against itself, the surest first: the first contradiction of a claim counts. */
const CHECKS = [checkSameFigures, checkShares, checkRanges, checkSteps, checkTotals, checkTwins];

/**
 * Finds every figure in a Markdown text and compares it with the record and with the other figures. The rules are in docs/postmortems.md. Takes time linear in
 * the length of the text, of which TEXT_LENGTH_MAX characters are read.
 */
export function checkFigures(text: string, record: PostmortemRecord): Finding[] {
  return checkParts([text], record)[0] ?? [];
}

/** Checks several texts as one, like the sections of a post-mortem, and returns the findings of each. Together they are at most TEXT_LENGTH_MAX long. */
export function checkParts(parts: readonly string[], record: PostmortemRecord): Finding[][] {
  const reading = readClaims(parts, new Date(record.from).getUTCFullYear());
  const findings: Finding[][] = parts.map(() => []);
  for (const finding of findingsIn(reading, record)) {
    const part = partAt(reading.starts, finding.start);
    findings[part]?.push(within(reading.starts, finding, part));
  }
  return findings;
}

/** Returns the index of the part that an offset is in. */
function partAt(starts: readonly number[], offset: number): number {
  return Math.max(
    0,
    starts.findLastIndex((start) => start <= offset),
  );
}

/** Counts the offsets of a finding from the start of its part. */
function within(starts: readonly number[], finding: Finding, part: number): Finding {
  const { start, end, sentence, other } = finding;
  const shift = (place: { start: number; end: number }, by: number) => ({
    start: place.start - by,
    end: place.end - by,
  });
  const own = starts[part] ?? 0;
  const otherPart = other === null ? 0 : partAt(starts, other.start);
  return {
    ...finding,
    ...shift({ start, end }, own),
    sentence: shift(sentence, own),
    other: other && { part: otherPart, ...shift(other, starts[otherPart] ?? 0) },
  };
}

function findingsIn(reading: Reading, record: PostmortemRecord): Finding[] {
  const text = assess(reading, record);
  const results = CHECKS.map((check) => check(text));
  const contradictions = new Map<number, Contradiction>();
  for (const one of results.flatMap((result) => result.contradictions))
    if (!contradictions.has(one.at)) contradictions.set(one.at, one);
  const derived = new Map(results.flatMap((result) => result.derived).map(({ at, value }) => [at, value] as const));
  const figures = text.all.map((one, at) =>
    findingOf(withDerived(one, derived.get(at), record), contradictions.get(at) ?? null, { reading, record }),
  );
  return [...figures, ...checkDays(reading, record)].sort((a, b) => a.start - b.start);
}

/** A figure that no words name, but that follows from figures that match; it may be the time to detection or to the first update. */
function withDerived(one: Assessed, value: number | undefined, { facts }: PostmortemRecord): Assessed {
  if (value === undefined || one.comparison.verdict !== 'not_in_record') return one;
  const same = facts.find(
    (fact) => fact.kind === one.claim.kind && fact.value === value && fact.key.endsWith('.after'),
  );
  return { ...one, comparison: { verdict: 'match', fact: same ?? null, value } };
}

type Around = { reading: Reading; record: PostmortemRecord };

function findingOf(one: Assessed, found: Contradiction | null, { reading, record }: Around): Finding {
  const { claim, comparison } = one;
  const contradiction = comparison.verdict === 'match' ? null : found;
  const fact = factOf(one, contradiction, record);
  const value = fact?.value ?? comparison.value ?? contradiction?.value ?? null;
  const written = reading.text.slice(claim.start, claim.end);
  const isCorrectable =
    comparison.verdict !== 'match' && (comparison.value !== null || (contradiction?.isSure ?? false));
  const suggestion = isCorrectable && value !== null ? suggest(reading.text, claim, value, fact?.of) : null;
  const sentence = reading.sentences[claim.sentence] as Sentence; // every claim is in a sentence
  return {
    start: claim.start,
    end: claim.end,
    text: written,
    kind: claim.kind,
    claimed: claimedOf(one, record) ?? written,
    recorded: recordedOf(claim.kind, { fact, value, from: record.from }),
    verdict: contradiction === null ? comparison.verdict : 'contradicts',
    suggestion,
    fact: fact?.key ?? null,
    source: sourceOf(fact, contradiction, value),
    hint: isCorrectable && value !== null ? hintFor(claim, value, { written, suggestion }) : null,
    other: contradiction && { part: 0, ...contradiction.other },
    sentence: { start: sentence.start, end: sentence.end },
  };
}

type Recorded = { fact: Fact | null; value: number | null; from: number };

function recordedOf(kind: Finding['kind'], { fact, value, from }: Recorded): string | null {
  if (fact !== null) return formatFact(fact, from);
  return value === null ? null : formatValue(kind, value, from);
}

/** Returns the fact of a claim. "75 minutes (13:20–14:30)" is about the 70 minutes that the other figures give, even if another fact is nearer. */
function factOf(
  { claim, comparison }: Assessed,
  contradiction: Contradiction | null,
  { facts }: PostmortemRecord,
): Fact | null {
  if (comparison.fact === null || contradiction === null) return comparison.fact;
  return facts.find(({ kind, value }) => kind === claim.kind && value === contradiction.value) ?? comparison.fact;
}

function sourceOf(fact: Fact | null, contradiction: Contradiction | null, value: number | null): Finding['source'] {
  if (fact !== null) return fact.source;
  if (contradiction !== null) return 'text';
  return value === null ? null : 'calculated';
}

/** Formats what a claim says. Null for a time in a zone that can't be read. */
function claimedOf(one: Assessed, { from }: PostmortemRecord): string | null {
  const { claim } = one;
  if (claim.kind === 'count') return formatCount(claim.value, claim.of);
  if (claim.kind === 'uptime' || claim.kind === 'share')
    return `${(claim.value / 10_000).toFixed(claim.isFraction ? 0 : claim.manner.decimals)} %`;
  const value = writtenValue(one, from);
  return value === null ? null : formatValue(claim.kind, value, from);
}
