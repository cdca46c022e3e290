import type { Instant } from '#domain/time/interval';
import { type IncidentState, isOpenState } from './incident.ts';
import { lastClosedAt } from './last-closed-at.ts';

type Text = {
  state: IncidentState;
  isAutomatic: boolean;
  publishedAt: Instant;
  editedAt: Instant | null;
  retractedAt: Instant | null;
};

/**
 * Returns the updates of an open incident that the home page shows, the upper first. `updates` are newest first. The latest of staff comes first, then the
 * latest of monitoring if that is newer. Monitoring comes first only if staff have set the state monitoring and monitoring has since reported a failure.
 * Updates from before the incident was last reopened are left out, because a text about its end would contradict the open state.
 */
export function headlineUpdates<T extends Text>(updates: readonly T[]): T[] {
  const closedAt = lastClosedAt(updates) ?? Number.NEGATIVE_INFINITY;
  const current = updates.filter(
    ({ retractedAt, state, publishedAt }) => retractedAt === null && isOpenState(state) && publishedAt >= closedAt,
  );
  const ofStaff = current.find(({ isAutomatic }) => !isAutomatic);
  const ofMonitoring = current.find(({ isAutomatic }) => isAutomatic);
  if (!ofStaff || !ofMonitoring) return [ofStaff, ofMonitoring].filter((one) => one !== undefined);
  if ((ofMonitoring.editedAt ?? ofMonitoring.publishedAt) <= ofStaff.publishedAt) return [ofStaff];
  return ofStaff.state === 'monitoring' && ofMonitoring.state !== 'monitoring'
    ? [ofMonitoring, ofStaff]
    : [ofStaff, ofMonitoring];
}
