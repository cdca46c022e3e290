import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';

type PublishedText = { state: IncidentState; occurredAt: Instant };
export type IncidentTimes = { monitoringAt: Instant | null; resolvedAt: Instant | null };

/** Since when an incident is watched and when it was over, once one more update says where it stands. Moving back takes both away. */
export function timesAfter(
  { monitoringAt, resolvedAt }: IncidentTimes,
  { state, occurredAt }: PublishedText,
): IncidentTimes {
  if (!isOpenState(state)) return { monitoringAt, resolvedAt: resolvedAt ?? occurredAt };
  return { monitoringAt: state === 'monitoring' ? (monitoringAt ?? occurredAt) : null, resolvedAt: null };
}

/** The same from all updates of an incident, in the order in which they were said. */
export function timesOf(updates: readonly PublishedText[]): IncidentTimes {
  return updates.reduce(timesAfter, { monitoringAt: null, resolvedAt: null });
}

/** Whether an update, of all in the order in which they were said, ends the incident before what moved it last. */
export function endsTooEarly(updates: readonly PublishedText[]): boolean {
  const moves = updates.filter(({ state }, i) => state !== updates[i - 1]?.state);
  return moves.some(
    ({ state, occurredAt }, i) => !isOpenState(state) && occurredAt < (moves[i - 1]?.occurredAt ?? occurredAt),
  );
}
