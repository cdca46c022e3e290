import type { ActionItemState } from '#domain/postmortem/action-item';
import { type Day, dayAt, startOfDay } from '#domain/time/day';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { dayOfDate } from './promised-day.ts';

/** An action item as a change of it begins. */
export type FoundItem = {
  id: number;
  position: number;
  action: string;
  owner: string;
  dueOn: Day;
  movedTo: Day | null;
  state: ActionItemState;
  evidenceUrl: string | null;
  doneOn: Day | null;
};

/** Finds an action item of a post-mortem. Errors: not_found. */
export async function findActionItem(
  tx: IncidentTransaction,
  postmortemId: number,
  publicId: string,
): Promise<FoundItem> {
  const row = await tx.actionItem.findFirst({ where: { publicId, postmortemId } });
  if (!row) throw new AppError('not_found', 'Action item not found in this post-mortem.');
  const { id, position, action, owner, state, evidenceUrl } = row;
  return {
    ...{ id, position, action, owner, evidenceUrl },
    state: state as ActionItemState, // the table's CHECK lists the states
    dueOn: dayAt(row.dueOn.getTime()),
    movedTo: dayOfDate(row.movedTo),
    doneOn: dayOfDate(row.doneOn),
  };
}

/** Returns the value of a date column. */
export function dateOfDay(day: Day): Date {
  return new Date(startOfDay(day));
}
