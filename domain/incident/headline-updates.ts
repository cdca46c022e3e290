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
 * Returns the texts of an open incident that the home page shows, the upper first, from its updates, newest first: the latest of staff, and below it the latest
 * of monitoring where that came later. Only where staff are still watching a recovery and monitoring has since reported that it came back, the news is above.
 * Texts from before the incident was last reopened are history: one that says that it is resolved would contradict what is open.
 */
export function frontTexts<T extends Text>(updates: readonly T[]): T[] {
  const closedAt = lastClosedAt(updates) ?? Number.NEGATIVE_INFINITY;
  const kept = updates.filter(
    ({ retractedAt, state, publishedAt }) => retractedAt === null && isOpenState(state) && publishedAt >= closedAt,
  );
  const ofStaff = kept.find(({ isAutomatic }) => !isAutomatic);
  const ofMonitoring = kept.find(({ isAutomatic }) => isAutomatic);
  if (!ofStaff || !ofMonitoring) return [ofStaff, ofMonitoring].filter((one) => one !== undefined);
  if ((ofMonitoring.editedAt ?? ofMonitoring.publishedAt) <= ofStaff.publishedAt) return [ofStaff];
  return ofStaff.state === 'monitoring' && ofMonitoring.state !== 'monitoring'
    ? [ofMonitoring, ofStaff]
    : [ofStaff, ofMonitoring];
}
