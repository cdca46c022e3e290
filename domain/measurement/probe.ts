import type { Instant } from '#domain/time/interval';
import type { Policy } from './policy.ts';

/** Ascending by severity: a repeated key keeps the worse. `withdrawn` is a retirement by an operator, which does not prove that the source is alive. */
export const HEALTHS = ['withdrawn', 'retired', 'up', 'degraded', 'down'] as const;
export type Health = (typeof HEALTHS)[number];

/** Ascending by severity up to `silent` (rule 2). `retired` and `unknown` have no severity. */
export const STATES = ['up', 'degraded', 'stale', 'down', 'silent', 'unknown', 'retired'] as const;
export type State = (typeof STATES)[number];

/** The values of one probe. `dataAgeMs` and `latencyUs` are null if the agent did not report them. */
export type ProbeValues = { health: Health; dataAgeMs: number | null; latencyUs: number | null };
export type Probe = ProbeValues & { at: Instant };

/** Larger values are stored as this one: 24 days of data age, 35 minutes of latency. No limit of a policy may lie above it. */
export const PROBE_VALUE_MAX = 2_147_483_647;

/** Rounds a value up to whole units. For a limit L in whole units, x > L ⇔ ceil(x) > L, so no verdict changes. */
export function wholeUnits(value: number): number {
  return Math.min(Math.ceil(value), PROBE_VALUE_MAX);
}

/** Rule 1: returns the state that a probe shows. */
export function verdict(values: ProbeValues, policy: Policy): State {
  if (values.health === 'withdrawn' || values.health === 'retired') return 'retired';
  if (values.health === 'down') return 'down';
  if (values.dataAgeMs !== null && values.dataAgeMs > policy.dataAgeLimitMs) return 'stale';
  if (values.health === 'degraded') return 'degraded';
  if (policy.latencyLimitUs !== null && values.latencyUs !== null && values.latencyUs > policy.latencyLimitUs)
    return 'degraded';
  return 'up';
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

/** Merges two probes with the same key. Each field keeps the worse value, so the order of arrival does not matter. */
export function mergeProbeValues(a: ProbeValues, b: ProbeValues): ProbeValues {
  return {
    health: HEALTHS[Math.max(HEALTHS.indexOf(a.health), HEALTHS.indexOf(b.health))] as Health,
    dataAgeMs: larger(a.dataAgeMs, b.dataAgeMs),
    latencyUs: larger(a.latencyUs, b.latencyUs),
  };
}
