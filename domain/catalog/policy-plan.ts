import { DEFAULT_POLICY, type Policy } from '#domain/measurement/policy';
import type { Instant } from '#domain/time/interval';
import { type CatalogComponent, POLICY_FIELDS, POLICY_KEYS, type PolicyRules, type WantedPolicy } from './catalog.ts';

/** By as much as it takes to write a file and apply it, a version may be late without being dated back. */
const BACK_MS_MAX = 60_000;

/** A version that lies further ahead is taken for a slip of the pen. */
const AHEAD_MS_MAX = 366 * 86_400_000;

export type RuleDifference = { rule: keyof PolicyRules; before: number | null; after: number | null };
/** `isOfNew`: nothing of the component was evaluated yet. `isDatedBack`: what was evaluated by other rules is re-evaluated by these. */
export type PolicyChange = {
  what: 'policy';
  component: string;
  value: Policy;
  differences: RuleDifference[];
  isOfNew: boolean;
  isDatedBack: boolean;
};
/** `evaluableFrom`: what probes said is stored from there on, so that it can be re-evaluated; null where nothing is. */
export type Present = { now: Instant; evaluableFrom: Instant | null };
/** What cannot be done; `detail` says what to write instead. */
type PolicyProblem = { version: number; detail: string };

function differencesOf(before: PolicyRules, after: PolicyRules): RuleDifference[] {
  return POLICY_KEYS.filter((rule) => before[rule] !== after[rule]).map((rule) => ({
    rule,
    before: before[rule],
    after: after[rule],
  }));
}

/**
 * The versions to add so that a component has those that a file lists. Versions only ever follow on each other: one that is stored with other
 * values, a number out of turn, and an instant that is not after the version before, or before anything that could be re-evaluated, are problems. One
 * that does not apply yet may be overtaken: a further version that applies sooner takes its place.
 * What `stored` is null for is new: nothing was evaluated yet, so that its versions may apply from any instant, the first from 1970 unless it says
 * otherwise.
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
      ? edited(same, policy, (last as Policy).version)
      : outOfTurn(value, versions, stored ? present : null);
    if (detail) problems.push({ version, detail });
    if (same || detail) continue;
    const isDatedBack = stored !== null && last !== undefined && isPast(value, present);
    changes.push({
      what: 'policy',
      component: slug,
      value,
      differences: differencesOf(last ?? DEFAULT_POLICY, value),
      isOfNew: stored === null,
      isDatedBack,
    });
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

/** Versions that do not apply yet, or by which nothing was evaluated, give way to one that applies sooner; none gives way to another of its own instant. */
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

/** `present` is null where nothing was evaluated by any version yet. */
function outOfTurn(policy: Policy, versions: readonly Policy[], present: Present | null): string | null {
  const last = versions.at(-1);
  const next = (last?.version ?? 0) + 1;
  if (policy.version !== next) return `comes out of turn: the next version is ${next}`;
  if (last && policy.effectiveFrom <= last.effectiveFrom && !canTakePlace(policy, versions, present))
    return `must apply later than version ${last.version}: set from to an instant after ${iso(last.effectiveFrom)}`;
  if (present && policy.effectiveFrom > present.now + AHEAD_MS_MAX)
    return `must apply within a year: set from to an instant before ${iso(present.now + AHEAD_MS_MAX)}`;
  if (!last || !present || !isPast(policy, present)) return null;
  if (present.evaluableFrom === null)
    return 'must not apply from an instant in the past: nothing that probes said is stored';
  if (policy.effectiveFrom >= present.evaluableFrom) return null;
  return `must not apply from before ${iso(present.evaluableFrom)}: what probes said earlier is not stored any more, so that it cannot be re-evaluated`;
}

function iso(t: Instant): string {
  return new Date(t).toISOString();
}
