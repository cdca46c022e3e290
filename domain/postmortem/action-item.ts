import { type Day, daysBetween } from '#domain/time/day';

export const ACTION_ITEM_STATES = ['planned', 'in_progress', 'done'] as const;
export type ActionItemState = (typeof ACTION_ITEM_STATES)[number];

/** An action item. `dueOn`: the day that readers were promised first. `movedTo`: its new day, if it was moved later. */
export type ActionItem = {
  publicId: string;
  action: string;
  owner: string;
  dueOn: Day;
  movedTo: Day | null;
  state: ActionItemState;
  evidenceUrl: string | null;
  doneOn: Day | null;
};

/** A change of an item that readers may see. `reason`: why its day changed. */
export type ActionItemChange = {
  at: number;
  fromDue: Day;
  toDue: Day;
  fromState: ActionItemState;
  toState: ActionItemState;
  reason: string | null;
};

type Due = Pick<ActionItem, 'dueOn' | 'state' | 'doneOn'>;

/**
 * Returns by how many days an item missed the day that was promised first: up to today, or until it was done. 0: on time. A new day does not change this,
 * so that readers see each delay.
 */
export function daysOverdue({ dueOn, state, doneOn }: Due, today: Day): number {
  return Math.max(0, daysBetween(dueOn, state === 'done' ? (doneOn ?? today) : today));
}

/** Returns whether an item is not done and its first day has passed (UTC). */
export function isOverdue(item: Due, today: Day): boolean {
  return item.state !== 'done' && daysOverdue(item, today) > 0;
}

export type ActionItemCounts = { overdue: number; inProgress: number; planned: number; done: number };

/** Counts items by what readers see: overdue ones are neither planned nor in progress. */
export function countActionItems(items: readonly Due[], today: Day): ActionItemCounts {
  const open = items.filter((item) => !isOverdue(item, today));
  const count = (state: ActionItemState) => open.filter((item) => item.state === state).length;
  return {
    overdue: items.length - open.length,
    inProgress: count('in_progress'),
    planned: count('planned'),
    done: count('done'),
  };
}
