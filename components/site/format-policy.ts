import { durationWords } from '#components/ui/format-duration.ts';
import type { Policy } from '#domain/measurement/policy';
import { en } from '#messages/en/site';
import { targetWords } from './format-share.ts';

const MICROSECONDS = 1_000;

/** A policy in plain words, as sections of sentences; every number in them is the policy's. */
export function policyWords(policy: Policy): { heading: string; sentences: readonly string[] }[] {
  const { heading, instance, status, time, uptime } = en.rules;
  const latency = policy.latencyLimitUs === null ? null : durationOf(policy.latencyLimitUs / MICROSECONDS);
  return [
    {
      heading: heading.instance,
      sentences: instance({
        dataAge: durationWords(policy.dataAgeLimitMs),
        latency,
        silence: durationWords(policy.silenceAfterMs),
      }),
    },
    {
      heading: heading.status,
      sentences: status({
        degraded: targetWords(policy.degradedAt),
        partial: targetWords(policy.partialAt),
        major: targetWords(policy.majorAt),
        floor: targetWords(policy.coverageFloor),
      }),
    },
    {
      heading: heading.time,
      sentences: time({ confirm: durationWords(policy.confirmForMs), recover: durationWords(policy.recoverForMs) }),
    },
    { heading: heading.uptime, sentences: uptime },
  ];
}

/** Latencies are often below a second, where durations in words have nothing to say. */
function durationOf(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : durationWords(ms);
}
