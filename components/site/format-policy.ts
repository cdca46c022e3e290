import { formatDuration } from '#components/ui/format-duration.ts';
import { formatTarget } from '#components/ui/format-share.ts';
import type { Policy } from '#domain/measurement/policy';
import { en } from '#messages/en/site';

const MICROSECONDS = 1_000;

/** Formats a policy as sections of plain sentences with its numbers. */
export function formatPolicy(policy: Policy): { heading: string; sentences: readonly string[] }[] {
  const { heading, instance, status, time, uptime } = en.rules;
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
    { heading: heading.uptime, sentences: uptime },
  ];
}

/** Latencies are often below a second, which formatDuration does not show. */
function durationOf(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : formatDuration(ms);
}
