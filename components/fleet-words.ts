import type { Counts } from '#domain/component-status';
import type { ComponentSummary } from '#domain/summary';
import { en } from '../messages/en.ts';
import { durationWords } from './duration-words.ts';

const TROUBLED = ['degraded', 'stale', 'down', 'silent', 'unknown'] as const;

/** "287 of 300 instances in sync, worst data age 14 min: 13 with stale data"; retired instances are not of the fleet. */
export function fleetWords({ counts, worstDataAgeMs, status }: Pick<ComponentSummary, 'counts' | 'worstDataAgeMs' | 'status'>): string {
  const all = fleetSize(counts);
  if (all === 0) return en.fleet.none;
  const age = worstDataAgeMs === null ? '' : `, ${en.fleet.worstAge(durationWords(worstDataAgeMs, 2))}`;
  const troubled = TROUBLED.filter((state) => counts[state] > 0).map((state) => en.fleet.counts[state](counts[state]));
  const line = `${en.fleet.inSync(counts.up + counts.degraded, all)}${age}${troubled.length > 0 ? `: ${troubled.join(', ')}` : ''}.`;
  return status === 'unknown' ? en.fleet.lastKnown(line) : line;
}

/** How many instances there are, those that retired not counted. */
export function fleetSize(counts: Counts): number {
  return counts.up + counts.degraded + counts.stale + counts.down + counts.silent + counts.unknown;
}
