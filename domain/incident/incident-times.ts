import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';

/** State and time of event of a published update. */
export type PublishedState = { state: IncidentState; occurredAt: Instant };
export type IncidentTimes = { monitoringAt: Instant | null; resolvedAt: Instant | null };

/** Returns when monitoring of a fix began and when the incident was resolved, after one more update. Moving back clears both. */
export function timesAfter(
  { monitoringAt, resolvedAt }: IncidentTimes,
  { state, occurredAt }: PublishedState,
): IncidentTimes {
  if (!isOpenState(state)) return { monitoringAt, resolvedAt: resolvedAt ?? occurredAt };
  return { monitoringAt: state === 'monitoring' ? (monitoringAt ?? occurredAt) : null, resolvedAt: null };
}

/** Returns the same times from all updates of an incident, in the order of their publication. */
export function timesOf(updates: readonly PublishedState[]): IncidentTimes {
  return updates.reduce(timesAfter, { monitoringAt: null, resolvedAt: null });
}

/** Returns whether one of these updates, in the order of their publication, ends the incident before its previous change of state. */
export function endsTooEarly(updates: readonly PublishedState[]): boolean {
  const moves = updates.filter(({ state }, i) => state !== updates[i - 1]?.state);
  return moves.some(
    ({ state, occurredAt }, i) => !isOpenState(state) && occurredAt < (moves[i - 1]?.occurredAt ?? occurredAt),
  );
}
