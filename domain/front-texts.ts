import { type IncidentState, isOpenState } from './incident.ts';
import type { Instant } from './interval.ts';

type Text = { state: IncidentState; isAutomatic: boolean; publishedAt: Instant; editedAt: Instant | null; retractedAt: Instant | null };

/** Whether a text says that the trouble is over, or may be. */
const saysBetter = ({ state }: Text) => state === 'monitoring' || !isOpenState(state);

/**
 * Returns the texts of an open incident that the home page shows, the upper first, from its updates, newest first: the latest of staff, and below it the latest
 * of monitoring where that came later. Only where staff's text says that it got better and monitoring has since reported that it came back, the news is above.
 */
export function frontTexts<T extends Text>(updates: readonly T[]): T[] {
  const kept = updates.filter(({ retractedAt }) => retractedAt === null);
  const ofStaff = kept.find(({ isAutomatic }) => !isAutomatic);
  const ofMonitoring = kept.find(({ isAutomatic }) => isAutomatic);
  if (!ofStaff || !ofMonitoring) return [ofStaff, ofMonitoring].filter((one) => one !== undefined);
  if ((ofMonitoring.editedAt ?? ofMonitoring.publishedAt) <= ofStaff.publishedAt) return [ofStaff];
  return saysBetter(ofStaff) && !saysBetter(ofMonitoring) ? [ofMonitoring, ofStaff] : [ofStaff, ofMonitoring];
}
