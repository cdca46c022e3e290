import type { Counts } from '#domain/measurement/component-status';
import type { ComponentSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { formatDuration } from './format-duration.ts';

const PROBLEM_STATES = ['degraded', 'stale', 'down', 'silent', 'unknown'] as const;

/** Formats the fleet like "287 of 300 instances in sync, 13 with stale data, worst data age 14 min", without retired instances. */
export function formatFleet({ counts, worstDataAgeMs }: Pick<ComponentSummary, 'counts' | 'worstDataAgeMs'>): string {
  const all = fleetSize(counts);
  if (all === 0) return en.fleet.none;
  if (counts.unknown === all) return en.fleet.noneSeen(all);
  const problems = PROBLEM_STATES.filter((state) => counts[state] > 0).map((state) =>
    en.fleet.counts[state](counts[state]),
  );
  const age = worstDataAgeMs === null ? [] : [en.fleet.worstAge(formatDuration(worstDataAgeMs, 2))];
  return `${[en.fleet.inSync(counts.up + counts.degraded, all), ...problems, ...age].join(', ')}.`;
}

/** Returns the number of instances, without retired ones. */
export function fleetSize(counts: Counts): number {
  return counts.up + counts.degraded + counts.stale + counts.down + counts.silent + counts.unknown;
}
