import type { ActionItemChange } from '#domain/postmortem/action-item';
import type { PublicActionItem } from '#domain/postmortem/published-version';
import type { ChangeRow, ItemRow } from '#server/postmortems/sql/public-postmortems';

/** Maps the rows of action items to what readers see, with their changes, newest first. */
export function toPublicItems(
  rows: readonly ItemRow[],
  changes: readonly ChangeRow[],
): (PublicActionItem & { postmortemId: number })[] {
  const byItem = Map.groupBy(changes, ({ item_id }) => item_id);
  return rows.map((row) => ({
    postmortemId: row.postmortem_id,
    publicId: row.public_id,
    action: row.action,
    owner: row.owner,
    dueOn: row.due_on,
    movedTo: row.moved_to,
    state: row.state,
    evidenceUrl: row.evidence_url,
    doneOn: row.done_on,
    changes: (byItem.get(row.id) ?? []).map(toChange),
  }));
}

function toChange(row: ChangeRow): ActionItemChange {
  return {
    at: row.changed_at.getTime(),
    fromDue: row.from_due,
    toDue: row.to_due,
    fromState: row.from_state,
    toState: row.to_state,
    reason: row.reason,
  };
}
