import type { Instant } from '#domain/time/interval';

/** Shares are millionths; times are milliseconds. A version is in force from `effectiveFrom` until the next version's. */
export type Policy = {
  version: number;
  effectiveFrom: Instant;
  silenceAfterMs: number;
  dataAgeLimitMs: number;
  latencyLimitUs: number | null;
  degradedAt: number;
  partialAt: number;
  majorAt: number;
  coverageFloor: number;
  confirmForMs: number;
  recoverForMs: number;
};

/** Rule 7. */
export const DEFAULT_POLICY: Policy = {
  version: 1,
  effectiveFrom: 0,
  silenceAfterMs: 30_000,
  dataAgeLimitMs: 120_000,
  latencyLimitUs: null,
  degradedAt: 20_000,
  partialAt: 100_000,
  majorAt: 500_000,
  coverageFloor: 500_000,
  confirmForMs: 30_000,
  recoverForMs: 60_000,
};

/** Returns the version in force at `t`: the last with effectiveFrom at or before `t`, or else the first. `policies` ascend; at least one. */
export function policyAt(policies: readonly Policy[], t: Instant): Policy {
  let found = policies[0] as Policy; // callers pass at least one version
  for (const policy of policies) if (policy.effectiveFrom <= t) found = policy;
  return found;
}

/** Returns the versions that are or will be in force. A version never is if a later one takes effect at the same time or earlier. Ascending by version. */
export function inForce(policies: readonly Policy[]): Policy[] {
  return policies.filter((policy, i) =>
    policies.slice(i + 1).every((later) => later.effectiveFrom > policy.effectiveFrom),
  );
}

export function longestSilenceMs(policies: readonly Policy[]): number {
  return Math.max(...policies.map((p) => p.silenceAfterMs));
}
