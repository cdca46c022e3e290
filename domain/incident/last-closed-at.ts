import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';

/**
 * Returns when an open incident was last closed, from its updates; null if it never was. Updates up to then are about a failure that has ended. A retracted
 * update still closed the incident.
 */
export function lastClosedAt(updates: readonly { state: IncidentState; publishedAt: Instant }[]): Instant | null {
  const closing = updates.filter(({ state }) => !isOpenState(state));
  return closing.length === 0 ? null : Math.max(...closing.map(({ publishedAt }) => publishedAt));
}
