import type { IncidentState } from '#domain/incident/incident';
import { nextUpdateDue } from '#domain/incident/next-update';
import type { Instant } from '#domain/time/interval';

type Row = { state: string; publishedAt: Date; nextUpdateBy: Date | null; authorKind: string };

/** Returns when the next update of an open incident is due, from its public updates, newest first; null if none was announced. */
export function nextUpdateOf(newestFirst: readonly Row[]): Instant | null {
  const updates = newestFirst.map(({ state, publishedAt, nextUpdateBy, authorKind }) => ({
    state: state as IncidentState, // the table's CHECK lists the states
    publishedAt: publishedAt.getTime(),
    nextUpdateBy: nextUpdateBy?.getTime() ?? null,
    isAutomatic: authorKind === 'system',
  }));
  return nextUpdateDue(updates.toReversed());
}
