import type { Claim, DurationClaim, InstantClaim } from '#domain/postmortem/claims/claim';
import {
  type Fact,
  type FactRole,
  type PostmortemRecord,
  type RecordComponent,
  roleOf,
  type Verdict,
} from '#domain/postmortem/facts';
import { DAY_MS, dayOf } from '#domain/time/calendar';
import { clockUtc } from '#domain/time/format-utc';
import { agrees, differenceTo, isTrueFor, withinHalfDay } from './agreement.ts';
import { type Context, nearest } from './context.ts';
import { isOfEpisode, type Meaning } from './meaning.ts';
import { areSwapped } from './swapped-digits.ts';

/** What the comparison with the record gives. `value`: what the record has; for a match without a fact, what follows from several facts. */
export type Comparison = {
  verdict: Exclude<Verdict, 'contradicts'>;
  fact: Fact | null;
  value: number | null;
};
export const NOT_IN_RECORD: Comparison = { verdict: 'not_in_record', fact: null, value: null };
/** What a claim is compared with: the facts of its kind, of the component and the period that its sentence names. */
export type Candidates = { facts: readonly Fact[]; episodes: number };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A time that is this close to a fact is that fact, with a small error. */
const CLOSE_MS = 5 * MINUTE_MS;
/** Offsets of zones that are no whole hours, like India's 5 h 30 min, in minutes. */
const UNEVEN_OFFSETS = new Set([-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630]);

/** Compares a claim with the facts that its sentence is about. */
export function compare(claim: Claim, meaning: Meaning, { facts, episodes }: Candidates): Comparison {
  if (meaning.isOther || claim.approximation === 'range') return NOT_IN_RECORD;
  const ofRoles = (roles: readonly FactRole[]) =>
    roles.flatMap((role) =>
      facts.filter((fact) => roleOf(fact.key) === role && isOfEpisode(fact, meaning.episode, episodes)),
    );
  const primary = ofRoles(meaning.roles);
  const agreeing = bestOf(claim, primary, agrees) ?? bestOf(claim, ofRoles(meaning.alsoFits), agreesClosely);
  if (agreeing !== null) return { verdict: 'match', fact: agreeing, value: agreeing.value };
  const unnamed = meaning.isPlain ? null : bestOf(claim, facts.filter(isWithoutWords), agreesClosely);
  if (unnamed !== null) return { verdict: 'match', fact: unnamed, value: unnamed.value };
  const shifted = shiftedFrom(claim, meaning.roles, primary);
  if (shifted !== null) return { verdict: 'differs', fact: shifted, value: shifted.value };
  const isNear = primary.some((fact) => isClose(claim, fact));
  const swapped = meaning.isPlain && !isNear ? bestOf(claim, primary, isSwapped) : null;
  if (swapped !== null) return { verdict: 'differs', fact: swapped, value: swapped.value };
  if (!meaning.isPlain || primary.some(({ value }) => isTrueFor(claim, value))) return NOT_IN_RECORD;
  const nearestFact = isFarDay(claim, primary) ? null : bestOf(claim, primary, () => true);
  return nearestFact === null ? NOT_IN_RECORD : { verdict: 'differs', fact: nearestFact, value: nearestFact.value };
}

/** Returns the fact from which a time is off by what a wrong zone makes: one of the first role; of a resolved incident also the end of its outage. */
function shiftedFrom(claim: Claim, roles: readonly FactRole[], facts: readonly Fact[]): Fact | null {
  for (const role of roles[0] === 'resolved' ? roles : roles.slice(0, 1)) {
    const ofRole = facts.filter(({ key }) => roleOf(key) === role);
    const shifted = bestOf(claim, ofRole, isShifted);
    if (shifted !== null) return shifted;
  }
  return null;
}

/** Without words that name the fact, "by 14:30" and "over an hour" must be the fact, and durations as precise as minutes. */
function agreesClosely(claim: Claim, fact: Fact): boolean {
  if (claim.kind === 'duration') return agrees({ ...claim, approximation: null, ...toTheMinute(claim) }, fact);
  const isOneSided = claim.approximation === 'over' || claim.approximation === 'under';
  return agrees(isOneSided ? { ...claim, approximation: null } : claim, fact);
}

function toTheMinute({ belowMs, aboveMs }: DurationClaim): { belowMs: number; aboveMs: number } {
  return { belowMs: Math.min(belowMs, MINUTE_MS - 1), aboveMs: Math.min(aboveMs, MINUTE_MS - 1) };
}

/** Returns whether a figure can match a fact without words that name it. Short durations can't: "33 minutes" is more often something else. */
function isWithoutWords({ key }: Fact): boolean {
  return !/^budget\.(?:allowed|over|left|share)$|\.after$/.test(roleOf(key) ?? '');
}

/** Returns the fitting fact that is nearest to a claim; of equal ones the first. */
function bestOf(claim: Claim, facts: readonly Fact[], fits: (claim: Claim, fact: Fact) => boolean): Fact | null {
  let best: { fact: Fact; distance: number } | null = null;
  for (const fact of facts) {
    const difference = differenceTo(claim, fact.value);
    if (difference === null || !fits(claim, fact)) continue;
    if (best === null || Math.abs(difference) < best.distance) best = { fact, distance: Math.abs(difference) };
  }
  return best?.fact ?? null;
}

/** Returns whether a time is off by what a wrong zone or a wrong day makes. */
function isShifted(claim: Claim, fact: Fact): boolean {
  if (claim.kind !== 'instant') return false;
  const difference = differenceTo(claim, fact.value);
  return difference !== null && isZoneShift(claim, difference);
}

/** Returns whether a time has the minutes of a fact with their digits swapped: 15:04 for 15:40. */
function isSwapped(claim: Claim, fact: Fact): boolean {
  if (claim.kind !== 'instant' || claim.approximation !== null) return false;
  const offset = (claim.offsets[0] ?? 0) * MINUTE_MS;
  const [written, right] = [claim.times[0] ?? 0, fact.value + offset].map(clockUtc) as [string, string];
  return written.slice(0, 3) === right.slice(0, 3) && areSwapped(written, right);
}

function isClose(claim: Claim, fact: Fact): boolean {
  return Math.abs(differenceTo(claim, fact.value) ?? DAY_MS) <= CLOSE_MS;
}

/** Returns whether a difference is whole hours, the offset of a zone or whole days, to the precision of the claim, but not 0. */
export function isZoneShift({ stepMs, approximation }: InstantClaim, difference: number): boolean {
  if (approximation !== null || Math.abs(difference) < HOUR_MS - stepMs) return false;
  const ofDay = withinHalfDay(difference);
  const fromHour = ofDay - Math.round(ofDay / HOUR_MS) * HOUR_MS;
  const minutes = Math.round(ofDay / MINUTE_MS);
  return (
    Math.abs(fromHour) < Math.min(stepMs, MINUTE_MS) || UNEVEN_OFFSETS.has(minutes) || UNEVEN_OFFSETS.has(-minutes)
  );
}

/** Returns whether a time has a date that is days from all facts: it is about something else. */
function isFarDay(claim: Claim, facts: readonly Fact[]): boolean {
  if (claim.kind !== 'instant' || claim.days.length === 0) return false;
  return facts.every(({ value }) => claim.days.every((day) => Math.abs(dayOf(value) - day) > DAY_MS));
}

const COMPONENT = /COMP[\d_]+/g;

/** Returns the facts that a claim can be compared with: of its kind, of the components that its sentence names, and of the period. */
export function candidatesFor(
  kind: Fact['kind'],
  { context, record, period }: { context: Context; record: PostmortemRecord; period: string | null },
): Candidates {
  const ofKind = record.facts.filter((fact) => fact.kind === kind);
  const facts = ofNamed(ofKind, context, record.components).filter(
    (fact) => period === null || !hasPeriod(fact) || fact.period === period,
  );
  const episodes = record.facts.filter(({ key }) => /^episode\.\d+\.start$/.test(key)).length;
  return { facts, episodes };
}

/**
 * Returns the facts of the components that a sentence names near a claim. The figures of the whole incident belong to a component only if it is affected and has
 * none of its own. Without a name, all facts of the incident count, but not those of components that it doesn't affect.
 */
function ofNamed(facts: readonly Fact[], context: Context, components: readonly RecordComponent[]): readonly Fact[] {
  const affected = new Set(components.filter(({ isAffected }) => isAffected).map(({ slug }) => slug));
  const numbers = nearest(context, COMPONENT)?.match(/\d+/g);
  if (!numbers) return facts.filter(({ component }) => component === null || affected.has(component));
  const named = new Set(numbers.map((number) => components[Number(number)]?.slug));
  const own = facts.filter(({ component }) => component !== null && named.has(component));
  const isAffected = [...named].some((slug) => slug !== undefined && affected.has(slug));
  if (!isAffected) return own;
  const roles = new Set(named.size > 1 ? [] : own.map(({ key }) => roleOf(key)));
  return [...own, ...facts.filter(({ key, component }) => component === null && !roles.has(roleOf(key)))];
}

/** Uptime and budget are those of a period; a target holds for all. */
function hasPeriod({ key, period }: Fact): boolean {
  return period !== undefined && /^(?:uptime|budget\.)/.test(roleOf(key) ?? '');
}
