import { dayAt } from '#domain/time/day';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { type AddActionItem, addActionItemSchema } from '#server/postmortems/schemas';
import { dateOfDay } from '#server/postmortems/working/find-action-item';
import { findPostmortem } from '#server/postmortems/working/find-postmortem';
import { newPublicId } from '#server/random';

const ITEMS_MAX = 100;

/**
 * Adds an action item. Readers see it with the post-mortem; one that is added to a published post-mortem is public at once. A repeat with the same
 * idempotencyKey returns the first answer. Errors: forbidden, invalid_input, not_found, key_reused; conflict beyond 100 items.
 */
export async function addActionItem(ctx: ActingContext, input: AddActionItem): Promise<{ item: string }> {
  authorize(ctx, 'postmortem:write');
  const { idempotencyKey: key, ...given } = parseInput(addActionItemSchema, input);
  const { postmortem: id, position, dueOn, state, evidenceUrl = null, ...texts } = given;
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'add-action-item', key, input: given }, async () => {
      const { id: postmortemId } = await findPostmortem(tx, id);
      const { _max: last, _count: count } = await tx.actionItem.aggregate({
        where: { postmortemId },
        _max: { position: true },
        _count: true,
      });
      if (count >= ITEMS_MAX) throw new AppError('conflict', `A post-mortem has at most ${ITEMS_MAX} action items.`);
      const now = new Date(ctx.clock.now());
      const publicId = newPublicId(ctx.random);
      const doneOn = state === 'done' ? dayAt(ctx.clock.now()) : null;
      await tx.actionItem.create({
        data: {
          ...{ publicId, postmortemId, ...texts, state, evidenceUrl, createdAt: now, updatedAt: now },
          position: position ?? (last.position ?? 0) + 1,
          dueOn: dateOfDay(dueOn),
          doneOn: doneOn === null ? null : dateOfDay(doneOn),
        },
      });
      await appendAudit(tx, ctx, {
        action: 'postmortem:add-item',
        object: { kind: 'postmortem', id },
        before: null,
        after: { item: publicId, ...texts, dueOn, state, evidenceUrl },
      });
      return { item: publicId };
    }),
  );
}
