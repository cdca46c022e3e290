import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';

/**
 * Returns when an open incident was last closed, from its updates; null where it never was. What was published until then belongs to what is over: the incident
 * was reopened since. That an update was retracted does not change that it closed the incident.
 */
export function lastClosedAt(updates: readonly { state: IncidentState; publishedAt: Instant }[]): Instant | null {
  const closing = updates.filter(({ state }) => !isOpenState(state));
  return closing.length === 0 ? null : Math.max(...closing.map(({ publishedAt }) => publishedAt));
}
