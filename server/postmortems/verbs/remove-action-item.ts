import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { type RemoveActionItem, removeActionItemSchema } from '#server/postmortems/schemas';
import { findActionItem } from '#server/postmortems/working/find-action-item';
import { findPostmortem } from '#server/postmortems/working/find-postmortem';

/** Removes an action item that readers have not seen. Errors: forbidden, invalid_input, not_found; conflict once the post-mortem was published. */
export async function removeActionItem(ctx: ActingContext, input: RemoveActionItem): Promise<{ item: string }> {
  authorize(ctx, 'postmortem:write');
  const { postmortem: id, item } = parseInput(removeActionItemSchema, input);
  return withIncidentLock(ctx, async (tx) => {
    const { id: postmortemId, publishedAt } = await findPostmortem(tx, id);
    const { id: itemId, ...before } = await findActionItem(tx, postmortemId, item);
    if (publishedAt !== null)
      throw new AppError('conflict', 'This action item is public. It stays on the list until it is done.');
    await tx.actionItem.delete({ where: { id: itemId } });
    await appendAudit(tx, ctx, {
      action: 'postmortem:remove-item',
      object: { kind: 'postmortem', id },
      before: { item, ...before },
      after: null,
    });
    return { item };
  });
}
