import type { Claim, CountClaim, DurationClaim, ShareClaim } from '#domain/postmortem/claims/claim';
import { type Assessed, type AssessedText, areJoined, between, type Findings, isMatch, spanOf } from './assessed.ts';
import { uncertaintyMs, writtenValue } from './written-value.ts';

const MINUTE_MS = 60_000;
const MILLION = 1_000_000;
const BESIDE_RANGE =
  /^(?:[,()–—:|=-]|for|of|from|between|lasting|lasted|a|an|the|i|e|about|around|approximately|or|that|is|total|totalling|outage|downtime)$/;
const BESIDE_COUNT = /^(?:[,()–—:|=-]|instances|servers|nodes|hosts|machines|or|about|around|roughly|i|e|that|is)$/;
const WORDS_BETWEEN_MAX = 5;

/** Compares each range with a duration written beside it: "13:20–14:30 (80 minutes)". */
export function checkRanges(text: AssessedText): Findings {
  const findings: Findings = { contradictions: [], derived: [] };
  text.all.forEach(({ claim }, at) => {
    if (claim.kind !== 'instant' || claim.range?.end !== 'from') return;
    const to = claim.range.other;
    const duration = [to + 1, at - 1].find(
      (index) =>
        text.all[index]?.claim.kind === 'duration' &&
        areJoined(text, index > to ? [to, index] : [index, at], BESIDE_RANGE, WORDS_BETWEEN_MAX),
    );
    if (duration !== undefined) compareLength(text, { from: at, to, duration }, findings);
  });
  return findings;
}

type Range = { from: number; to: number; duration: number };

function compareLength(text: AssessedText, { from, to, duration }: Range, { contradictions, derived }: Findings): void {
  const [start, end, length] = [text.all[from], text.all[to], text.all[duration]] as [Assessed, Assessed, Assessed];
  const [a, b] = [writtenValue(start, text.from), writtenValue(end, text.from)];
  const stated = length.claim as DurationClaim; // callers pass the index of a duration
  if (a === null || b === null || stated.approximation === 'range') return;
  const ends = [start, end];
  const off = b - a - stated.value;
  const other = spanOf([start.claim, end.claim]);
  if (Math.abs(off) < uncertaintyMs(stated) + uncertaintyMs(end.claim)) {
    const [first, last] = ends.map(({ comparison }) => comparison.value);
    if (ends.every(isMatch) && first != null && last != null) derived.push({ at: duration, value: last - first });
  } else if (!isMatch(length)) contradictions.push({ at: duration, value: b - a, other, isSure: true });
  else if (isMatch(start) && !isMatch(end))
    contradictions.push({ at: to, value: a + stated.value, other: spanOf([start.claim, stated]), isSure: true });
  else if (isMatch(end) && !isMatch(start))
    contradictions.push({ at: from, value: b - stated.value, other: spanOf([end.claim, stated]), isSure: true });
}

/** Compares a count with a share written beside it: "188 of 300 instances (63 %)". */
export function checkShares(text: AssessedText): Findings {
  const findings: Findings = { contradictions: [], derived: [] };
  text.all.forEach((one, at) => {
    const next = text.all[at + 1];
    if (next === undefined || !areJoined(text, [at, at + 1], BESIDE_COUNT, WORDS_BETWEEN_MAX)) return;
    const [count, share] = one.claim.kind === 'count' ? [one, next] : [next, one];
    if (!isPartOfWhole(count.claim) || share.claim.kind !== 'share') return;
    const value = Math.round((count.claim.value * MILLION) / count.claim.of);
    const shareAt = share === one ? at : at + 1;
    if (!isShareOf(share.claim, value)) {
      if (!isMatch(share) || isMatch(count))
        findings.contradictions.push({ at: shareAt, value, other: spanOf([count.claim]), isSure: true });
    } else if (isMatch(count)) findings.derived.push({ at: shareAt, value });
  });
  return findings;
}

function isPartOfWhole(claim: Claim): claim is CountClaim & { of: number } {
  return claim.kind === 'count' && claim.of !== null && claim.of > 0;
}

/** A share beside a count is the same number, rounded up or down. */
function isShareOf({ value, step, isFraction }: ShareClaim, exact: number): boolean {
  return Math.abs(value - exact) < (isFraction ? 2 * step : step);
}

/**
 * Finds two spans of time that are whole hours apart: 15:06 and 15:14 in one sentence, 16:06–16:14 in another. Spans on quarters of an hour are left out,
 * because plans have many of them.
 */
export function checkTwins(text: AssessedText): Findings {
  const findings: Findings = { contradictions: [], derived: [] };
  const seen = new Map<string, { pair: [number, number]; value: number }>();
  for (let at = 0; at + 1 < text.all.length; at++) {
    const pair: [number, number] = [at, at + 1];
    const [a, b] = pair.map((index) => valueOfTime(text, index));
    if (a == null || b == null || b <= a || between(text, ...pair) === null) continue;
    const minutes = Math.round(a / MINUTE_MS) % 60;
    const length = Math.round((b - a) / MINUTE_MS);
    if (minutes % 15 === 0 && length % 15 === 0) continue;
    const key = `${minutes} ${length}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, { pair, value: a });
    else if (Math.abs(before.value - a) >= 60 * MINUTE_MS)
      contradict(text, { first: before.pair, second: pair }, findings);
  }
  return findings;
}

function valueOfTime(text: AssessedText, at: number): number | null {
  const one = text.all[at] as Assessed; // callers pass the index of a claim
  return one.claim.kind === 'instant' && one.claim.stepMs <= MINUTE_MS ? writtenValue(one, text.from) : null;
}

/** Names the span that the record doesn't confirm, or else the later one. */
function contradict(
  text: AssessedText,
  { first, second }: { first: [number, number]; second: [number, number] },
  { contradictions }: Findings,
): void {
  const areMatches = (pair: readonly number[]) => pair.every((at) => isMatch(text.all[at] as Assessed));
  if (areMatches(first) && areMatches(second)) return;
  const [right, wrong] = areMatches(second) ? [second, first] : [first, second];
  wrong.forEach((at, end) => {
    const other = text.all[right[end] as number] as Assessed;
    contradictions.push({
      at,
      value: writtenValue(other, text.from) ?? 0,
      other: spanOf([other.claim]),
      isSure: areMatches(right),
    });
  });
}
