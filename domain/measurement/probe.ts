import type { Instant } from '#domain/time/interval';
import type { Policy } from './policy.ts';

/** Order matters: the repeat of a key keeps the worse. `withdrawn` is an operator's retirement: it takes the instance out but proves no life of the source. */
export const HEALTHS = ['withdrawn', 'retired', 'up', 'degraded', 'down'] as const;
export type Health = (typeof HEALTHS)[number];

/** Severity ascending up to silent (rule 2); `retired` and `unknown` are no severities. */
export const STATES = ['up', 'degraded', 'stale', 'down', 'silent', 'unknown', 'retired'] as const;
export type State = (typeof STATES)[number];

export type Reading = { health: Health; dataAgeMs: number | null; latencyUs: number | null };
export type Probe = Reading & { at: Instant };

/** Figures that do not fit are kept at this bound (24 days of data age, 35 minutes of latency); no limit of a policy may lie above it. */
export const PROBE_VALUE_MAX = 2_147_483_647;

/** Rounds a figure up to whole units. For a limit L in whole units, x > L ⇔ ceil(x) > L, so no verdict changes. */
export function wholeUnits(value: number): number {
  return Math.min(Math.ceil(value), PROBE_VALUE_MAX);
}

/** Rule 1. */
export function verdict(reading: Reading, policy: Policy): State {
  if (reading.health === 'withdrawn' || reading.health === 'retired') return 'retired';
  if (reading.health === 'down') return 'down';
  if (reading.dataAgeMs !== null && reading.dataAgeMs > policy.dataAgeLimitMs) return 'stale';
  if (reading.health === 'degraded') return 'degraded';
  if (policy.latencyLimitUs !== null && reading.latencyUs !== null && reading.latencyUs > policy.latencyLimitUs)
    return 'degraded';
  return 'up';
}

function larger(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.max(a, b);
}

/** A repeat of a key is merged field by field, the worse kept, so that the order of arrival never matters. */
export function mergeProbeValues(a: Reading, b: Reading): Reading {
  return {
    health: HEALTHS[Math.max(HEALTHS.indexOf(a.health), HEALTHS.indexOf(b.health))] as Health,
    dataAgeMs: larger(a.dataAgeMs, b.dataAgeMs),
    latencyUs: larger(a.latencyUs, b.latencyUs),
  };
}
