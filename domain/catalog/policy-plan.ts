import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import { type CatalogComponent, POLICY_FIELDS, POLICY_KEYS, type PolicyRules, type WantedPolicy } from './catalog.ts';

/** A version may take effect this long ago without being backdated, because writing and applying a file takes time. */
const BACK_MS_MAX = 60_000;

/** A version further ahead is probably a mistake. */
const AHEAD_MS_MAX = 366 * 86_400_000;

export type RuleDifference = { rule: keyof PolicyRules; before: number | null; after: number | null };
/** `isOfNew`: the component is new, so nothing was evaluated yet. `isBackdated`: time that was already evaluated is re-evaluated. */
export type PolicyChange = {
  what: 'policy';
  component: string;
  value: Policy;
  differences: RuleDifference[];
  isOfNew: boolean;
  isBackdated: boolean;
};
/** `evaluableFrom`: probes are stored since then, so that the time since then can be re-evaluated. Null without probes. */
export type Present = { now: Instant; evaluableFrom: Instant | null };
/** A version that cannot be applied. `detail` also says what to change. */
type PolicyProblem = { version: number; detail: string };

function differencesOf(before: PolicyRules, after: PolicyRules): RuleDifference[] {
  return POLICY_KEYS.filter((rule) => before[rule] !== after[rule]).map((rule) => ({
    rule,
    before: before[rule],
    after: after[rule],
  }));
}

/**
 * Returns the versions to add so that a component has those of a file. Versions are appended in sequence. It is a problem if a stored version has other
 * values, a number is out of sequence, or a version takes effect before the previous one or before the stored probes. A version that is not in effect
 * yet may be replaced by a later version that takes effect sooner.
 * `stored` is null for a new component. Nothing was evaluated yet, so its versions may take effect at any time; the first one in 1970 by default.
 */
export function policyPlan(
  slug: string,
  stored: Pick<CatalogComponent, 'policies'> | null,
  wanted: readonly WantedPolicy[],
  present: Present,
) {
  const versions = [...(stored?.policies ?? [])];
  const changes: PolicyChange[] = [];
  const problems: PolicyProblem[] = [];
  for (const policy of wanted.toSorted((a, b) => a.version - b.version)) {
    const { version } = policy;
    const last = versions.at(-1);
    const same = versions.find((other) => other.version === version);
    const value = { ...policy, effectiveFrom: policy.effectiveFrom ?? (last ? present.now : 0) };
    const detail = same
      ? editFault(same, policy, (last as Policy).version)
      : sequenceFault(value, versions, stored ? present : null);
    if (detail) problems.push({ version, detail });
    if (same || detail) continue;
    const isBackdated = stored !== null && last !== undefined && isPast(value, present);
    changes.push({
      what: 'policy',
      component: slug,
      value,
      differences: differencesOf(last ?? DEFAULT_POLICY, value),
      isOfNew: stored === null,
      isBackdated,
    });
    versions.push(value);
  }
  return { changes, problems };
}

function editFault(stored: Policy, wanted: WantedPolicy, last: number): string | null {
  const rules = differencesOf(stored, wanted).map(({ rule }) => POLICY_FIELDS[rule].key);
  const isMoved = wanted.effectiveFrom !== null && wanted.effectiveFrom !== stored.effectiveFrom;
  if (rules.length === 0 && !isMoved) return null;
  return `already exists with different values (${[...rules, ...(isMoved ? ['from'] : [])].join(', ')}), and versions cannot be edited: add version ${last + 1}`;
}

/** A version that was not used for any evaluation yet may be replaced by one that takes effect sooner, but not by one of the same time. */
function canTakePlace({ effectiveFrom }: Policy, versions: readonly Policy[], present: Present | null): boolean {
  if (present && effectiveFrom < present.now - BACK_MS_MAX) return false;
  return versions.every(
    (other) =>
      other.effectiveFrom < effectiveFrom ||
      (other.effectiveFrom !== effectiveFrom && !(present && other.effectiveFrom <= present.now)),
  );
}

function isPast({ effectiveFrom }: Policy, { now }: Present): boolean {
  return effectiveFrom < now - BACK_MS_MAX;
}

/** `present` is null if nothing was evaluated yet. */
function sequenceFault(policy: Policy, versions: readonly Policy[], present: Present | null): string | null {
  const last = versions.at(-1);
  const next = (last?.version ?? 0) + 1;
  if (policy.version !== next) return `is out of sequence: the next version is ${next}`;
  if (last && policy.effectiveFrom <= last.effectiveFrom && !canTakePlace(policy, versions, present))
    return `must take effect after version ${last.version}: set from to a time after ${iso(last.effectiveFrom)}`;
  if (present && policy.effectiveFrom > present.now + AHEAD_MS_MAX)
    return `must take effect within a year: set from to a time before ${iso(present.now + AHEAD_MS_MAX)}`;
  if (!last || !present || !isPast(policy, present)) return null;
  if (present.evaluableFrom === null) return 'must not take effect in the past: no probes are stored';
  if (policy.effectiveFrom >= present.evaluableFrom) return null;
  return `must not take effect before ${iso(present.evaluableFrom)}: earlier probes are no longer stored, so earlier times cannot be re-evaluated`;
}

function iso(t: Instant): string {
  return new Date(t).toISOString();
}
