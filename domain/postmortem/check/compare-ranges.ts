import type { InstantClaim } from '#domain/postmortem/claims/claim';
import { type Fact, roleOf } from '#domain/postmortem/facts';
import { agrees, differenceTo } from './agreement.ts';
import { type Candidates, type Comparison, compare, isZoneShift } from './compare.ts';
import { episodeOf, isOfEpisode, type Meaning } from './meaning.ts';

type Ends<T> = { from: T; to: T };

/** Compares both ends of a range with the episodes: as a pair, so that "16:06–16:14" is one hour from the second and not two from the first. */
export function compareRange(claims: Ends<InstantClaim>, meaning: Meaning, candidates: Candidates): Ends<Comparison> {
  const all = episodesIn(candidates.facts);
  const starts = all.filter(({ from }) => isOfEpisode(from, meaning.episode, candidates.episodes));
  const spans = starts.flatMap((first) =>
    all.filter((last) => last.to.value > first.from.value).map((last) => ({ from: first.from, to: last.to })),
  );
  const match = spans.find(({ from, to }) => agrees(claims.from, from) && agrees(claims.to, to));
  if (match !== undefined) return both('match', match);
  const shifted = spans.find((span) => isShiftedPair(claims, span));
  if (shifted !== undefined) return both('differs', shifted);
  const isPart = starts.some((span) => isWithin(claims, span));
  if (!meaning.isPlain || starts.length === 0 || isPart) return separately(claims, meaning, candidates);
  const near = starts.reduce((a, b) => (distance(claims, b) < distance(claims, a) ? b : a));
  return {
    from: endOf(claims.from, near.from, { meaning, candidates, roles: ['episode.start'] }),
    to: endOf(claims.to, near.to, { meaning, candidates, roles: ['episode.end', 'resolved'] }),
  };
}

function both(verdict: 'match' | 'differs', { from, to }: Ends<Fact>): Ends<Comparison> {
  return { from: { verdict, fact: from, value: from.value }, to: { verdict, fact: to, value: to.value } };
}

/** Returns the start and end of each episode that has both. */
function episodesIn(facts: readonly Fact[]): Ends<Fact>[] {
  const ends = facts.filter(({ key }) => roleOf(key) === 'episode.end');
  return facts.flatMap((from) => {
    if (roleOf(from.key) !== 'episode.start') return [];
    const to = ends.find((end) => episodeOf(end) === episodeOf(from) && end.component === from.component);
    return to === undefined ? [] : [{ from, to }];
  });
}

/** Returns whether both ends are off by the same multiple of an hour or half an hour. */
function isShiftedPair(claims: Ends<InstantClaim>, span: Ends<Fact>): boolean {
  const from = differenceTo(claims.from, span.from.value);
  const to = differenceTo(claims.to, span.to.value);
  if (from === null || to === null || !isZoneShift(claims.from, from) || !isZoneShift(claims.to, to)) return false;
  return Math.abs(from - to) < claims.from.stepMs;
}

/** A range within an episode that shares no end with it is a part of it: "between 13:40 and 13:50 the console failed too". */
function isWithin(claims: Ends<InstantClaim>, span: Ends<Fact>): boolean {
  const from = differenceTo(claims.from, span.from.value) ?? 0;
  const to = differenceTo(claims.to, span.to.value) ?? 0;
  return from <= -claims.from.stepMs && to >= claims.to.stepMs;
}

function distance(claims: Ends<InstantClaim>, { from, to }: Ends<Fact>): number {
  const far = Number.POSITIVE_INFINITY;
  return Math.abs(differenceTo(claims.from, from.value) ?? far) + Math.abs(differenceTo(claims.to, to.value) ?? far);
}

type EndOf = { meaning: Meaning; candidates: Candidates; roles: Meaning['roles'] };

function endOf(claim: InstantClaim, fact: Fact, { meaning, candidates, roles }: EndOf): Comparison {
  if (agrees(claim, fact)) return { verdict: 'match', fact, value: fact.value };
  const compared = compare(claim, { ...meaning, roles }, candidates);
  return compared.verdict === 'differs' ? { ...compared, fact, value: fact.value } : compared;
}

/** A range that is not plainly that of an episode: each end may be any time of the record. */
function separately(claims: Ends<InstantClaim>, meaning: Meaning, candidates: Candidates): Ends<Comparison> {
  const unclear: Meaning = { ...meaning, roles: [], isPlain: false };
  return { from: compare(claims.from, unclear, candidates), to: compare(claims.to, unclear, candidates) };
}
