import type { Claim } from '#domain/postmortem/claims/claim';
import { type Fact, type FactRole, type PostmortemRecord, roleOf } from '#domain/postmortem/facts';
import { agrees, isTrueFor } from './agreement.ts';
import type { Comparison } from './compare.ts';
import type { Derivation, Meaning } from './meaning.ts';

const MINUTE_MS = 60_000;
const MILLION = 1_000_000;
type Compared = { compared: Comparison; record: PostmortemRecord };

/** What a time to an event may count from. */
const BASES = ['detected', 'confirmed', 'published', 'acknowledged'] as const satisfies FactRole[];
/**
 * Compares "the incident lasted 114 minutes" and "the cause was found after 14 minutes" with the difference of two facts. Where no fact is nearer, a wrong one
 * differs from the first, or nearest, difference.
 */
export function derived(claim: Claim, meaning: Meaning, { compared, record }: Compared): Comparison | null {
  if (claim.kind === 'instant' || meaning.derived === null) return null;
  if (meaning.derived === 'rest' && claim.kind === 'duration' && claim.belowMs >= MINUTE_MS) return null; // "an hour after it had ended"
  const lengths = valuesOf(meaning.derived, record, claim.kind);
  const value = lengths.find((length) => agreesWith(claim, length));
  if (value !== undefined) return { verdict: 'match', fact: null, value };
  const off = (length: number) => Math.abs(length - claim.value);
  const length = meaning.derived === 'span' ? lengths.toSorted((a, b) => off(a) - off(b))[0] : lengths[0];
  if (!meaning.isPlain || length === undefined || isTrueFor(claim, length)) return null;
  const isNearer = compared.value === null ? meaning.roles.length === 0 : off(length) < off(compared.value);
  return isNearer ? { verdict: 'differs', fact: null, value: length } : null;
}

/** Returns the possible values. Times to an event from the start come first. */
function valuesOf(sought: Derivation, { facts, from, to }: PostmortemRecord, kind: Claim['kind']): number[] {
  const at = (role: FactRole) =>
    facts.filter(({ key }) => !key.includes('/') && roleOf(key) === role).map(({ value }) => value);
  const until = (ends: readonly number[], bases: readonly number[]) =>
    ends.flatMap((end) => bases.filter((base) => base < end).map((base) => end - base));
  switch (sought) {
    case 'span':
      return until([to, ...at('resolved')], [from]);
    case 'gap':
      return until(at('episode.start').slice(1), at('episode.end').toReversed());
    case 'rest':
      return until([...at('episode.start').slice(1), ...at('resolved')], at('episode.end'));
    case 'recovered':
      return until(at('episode.end'), [from, ...BASES.flatMap(at), ...at('identified')]);
    case 'excess':
      return at('budget.share').map((share) => share - MILLION);
    case 'healthy':
      return kind === 'count' ? healthy(facts) : [...at('peak'), ...at('episode.peak')].map((share) => MILLION - share);
    default:
      return until(at(sought), [from, ...BASES.flatMap(at)]);
  }
}

function agreesWith(claim: Claim, value: number): boolean {
  return agrees(claim, { key: '', kind: claim.kind, value, component: null, source: 'calculated' });
}

/** Returns how many instances were not affected at the worst moment of the incident and of each episode. */
function healthy(facts: readonly Fact[]): number[] {
  return facts.flatMap(({ key, value, of }) => (/instances$/.test(key) && of !== undefined ? [of - value] : []));
}
