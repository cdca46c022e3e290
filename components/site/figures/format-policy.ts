import { formatDuration } from '#components/ui/format-duration.ts';
import { formatTarget } from '#components/ui/format-share.ts';
import type { Policy } from '#domain/measurement/policy';
import { enFigures } from '#messages/en/figures';

const MICROSECONDS = 1_000;

/** Formats a policy as sections of plain sentences with its numbers. */
export function formatPolicy(policy: Policy): { heading: string; sentences: readonly string[] }[] {
  const { heading, instance, status, time } = enFigures.rules;
  const latency = policy.latencyLimitUs === null ? null : durationOf(policy.latencyLimitUs / MICROSECONDS);
  return [
    {
      heading: heading.instance,
      sentences: instance({
        dataAge: formatDuration(policy.dataAgeLimitMs),
        latency,
        silence: formatDuration(policy.silenceAfterMs),
      }),
    },
    {
      heading: heading.status,
      sentences: status({
        degraded: formatTarget(policy.degradedAt),
        partial: formatTarget(policy.partialAt),
        major: formatTarget(policy.majorAt),
        floor: formatTarget(policy.coverageFloor),
      }),
    },
    {
      heading: heading.time,
      sentences: time({ confirm: formatDuration(policy.confirmForMs), recover: formatDuration(policy.recoverForMs) }),
    },
  ];
}

/** Formats the thresholds of a policy, in the order of the settings page. */
export function formatThresholds(policy: Policy): { name: string; value: string }[] {
  const { threshold: name } = enFigures.rules;
  const latency = policy.latencyLimitUs === null ? name.noLatency : durationOf(policy.latencyLimitUs / MICROSECONDS);
  return [
    { name: name.degraded, value: formatTarget(policy.degradedAt) },
    { name: name.partial, value: formatTarget(policy.partialAt) },
    { name: name.major, value: formatTarget(policy.majorAt) },
    { name: name.floor, value: formatTarget(policy.coverageFloor) },
    { name: name.dataAge, value: formatDuration(policy.dataAgeLimitMs) },
    { name: name.latency, value: latency },
    { name: name.silence, value: formatDuration(policy.silenceAfterMs) },
    { name: name.confirm, value: formatDuration(policy.confirmForMs) },
    { name: name.recover, value: formatDuration(policy.recoverForMs) },
  ];
}

/** Latencies are often below a second, which formatDuration does not show. */
function durationOf(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : formatDuration(ms);
}
