import { type IncidentState, isOpenState } from '#domain/incident/incident';
import type { Instant } from '#domain/time/interval';

/** Kinds of public events. Subscribers choose among them. */
export const EVENT_KINDS = [
  'opened',
  'updated',
  'reopened',
  'resolved',
  'withdrawn',
  'postmortem',
  'maintenance',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * Returns the kind of event that a public update is, from its incident before and the state after. The first public update is `opened` in any state, because
 * readers have not seen the incident before.
 */
export function kindOfUpdate(
  { publicAt, state }: { publicAt: Instant | null; state: IncidentState },
  after: IncidentState,
): EventKind {
  if (publicAt === null) return 'opened';
  if (isOpenState(after)) return isOpenState(state) ? 'updated' : 'reopened';
  if (after === 'postmortem') return state === 'postmortem' ? 'updated' : 'postmortem';
  return isOpenState(state) ? 'resolved' : 'updated';
}

/** Returns the kind of a waiting event whose update was revised: the latest change that is more than an update. */
export function kindOfRevision(waiting: EventKind, revised: EventKind): EventKind {
  return revised === 'updated' ? waiting : revised;
}
