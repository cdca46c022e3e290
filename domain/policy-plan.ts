import { type CatalogComponent, POLICY_FIELDS, POLICY_KEYS, type PolicyRules, type WantedPolicy } from './catalog.ts';
import type { Instant } from './interval.ts';
import { DEFAULT_POLICY, type Policy } from './policy.ts';

/** A version may be dated back by as much as it takes to write a file and apply it. */
const BACK_MS_MAX = 60_000;

export type RuleDifference = { rule: keyof PolicyRules; before: number | null; after: number | null };
export type PolicyChange = { what: 'policy'; component: string; value: Policy; differences: RuleDifference[] };
/** What cannot be done; `detail` says what to write instead. */
type PolicyProblem = { version: number; detail: string };

function differencesOf(before: PolicyRules, after: PolicyRules): RuleDifference[] {
  return POLICY_KEYS.filter((rule) => before[rule] !== after[rule]).map((rule) => ({ rule, before: before[rule], after: after[rule] }));
}

/**
 * The versions to add so that a component has those that a file lists. Versions only ever follow on each other: one that is stored with other
 * values, a number out of turn, and an instant in the past or not after the version before are problems. What `stored` is null for is new:
 * nothing was judged yet, so that its versions may apply from any instant, the first from 1970 unless it says otherwise.
 */
export function policyPlan(slug: string, stored: CatalogComponent | null, wanted: readonly WantedPolicy[], now: Instant) {
  const versions = [...(stored?.policies ?? [])];
  const changes: PolicyChange[] = [];
  const problems: PolicyProblem[] = [];
  for (const policy of wanted.toSorted((a, b) => a.version - b.version)) {
    const { version } = policy;
    const last = versions.at(-1);
    const same = versions.find((other) => other.version === version);
    const value = { ...policy, effectiveFrom: policy.effectiveFrom ?? (last ? now : 0) };
    const detail = same ? edited(same, policy, (last as Policy).version) : outOfTurn(value, last, stored ? now : null);
    if (detail) problems.push({ version, detail });
    if (same || detail) continue;
    changes.push({ what: 'policy', component: slug, value, differences: differencesOf(last ?? DEFAULT_POLICY, value) });
    versions.push(value);
  }
  return { changes, problems };
}

function edited(stored: Policy, wanted: WantedPolicy, last: number): string | null {
  const rules = differencesOf(stored, wanted).map(({ rule }) => POLICY_FIELDS[rule].key);
  const isMoved = wanted.effectiveFrom !== null && wanted.effectiveFrom !== stored.effectiveFrom;
  if (rules.length === 0 && !isMoved) return null;
  return `is there with other values (${[...rules, ...(isMoved ? ['from'] : [])].join(', ')}), and versions are never edited: add version ${last + 1}`;
}

/** `now` is null where nothing was judged by any version yet. */
function outOfTurn(policy: Policy, last: Policy | undefined, now: Instant | null): string | null {
  const next = (last?.version ?? 0) + 1;
  if (policy.version !== next) return `comes out of turn: the next version is ${next}`;
  if (last && policy.effectiveFrom <= last.effectiveFrom)
    return `must apply later than version ${last.version}: set from to an instant after ${new Date(last.effectiveFrom).toISOString()}`;
  if (last && now !== null && policy.effectiveFrom < now - BACK_MS_MAX)
    return 'must not apply from an instant in the past: leave from out, or set it to a later one';
  return null;
}
