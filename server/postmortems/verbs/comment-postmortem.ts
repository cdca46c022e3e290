import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorOf } from '#server/incidents/update/author';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { renderText } from '#server/markdown/render-text';
import { type CommentPostmortem, commentPostmortemSchema } from '#server/postmortems/schemas';
import { findPostmortem } from '#server/postmortems/working/find-postmortem';

/**
 * Comments on a section of a post-mortem, for staff, or replies to a comment. A repeat with the same idempotencyKey returns the first answer. Errors: forbidden,
 * invalid_input, not_found, key_reused.
 */
export async function commentPostmortem(ctx: ActingContext, input: CommentPostmortem): Promise<{ comment: number }> {
  authorize(ctx, 'postmortem:write');
  const { idempotencyKey: key, ...given } = parseInput(commentPostmortemSchema, input);
  const { postmortem: id, section = null, quote = null, body, replyTo } = given;
  const { html } = await renderText(ctx, body);
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'comment-postmortem', key, input: given }, async () => {
      const { id: postmortemId } = await findPostmortem(tx, id);
      const parent = replyTo === undefined ? null : await parentOf(tx, postmortemId, replyTo);
      const about = parent ? { section: parent.section, parentId: parent.id } : { section, quote };
      const comment = await tx.postmortemComment.create({
        data: { postmortemId, ...about, body, html, ...authorOf(ctx), createdAt: new Date(ctx.clock.now()) },
        select: { id: true },
      });
      await appendAudit(tx, ctx, {
        action: 'postmortem:comment',
        object: { kind: 'postmortem', id },
        before: null,
        after: { ...about, body },
      });
      return { comment: comment.id };
    }),
  );
}

/** Returns the comment that begins a conversation. Errors: not_found. */
async function parentOf(tx: IncidentTransaction, postmortemId: number, id: number) {
  const found = await tx.postmortemComment.findFirst({
    where: { id, postmortemId },
    select: { id: true, section: true, parentId: true },
  });
  if (!found) throw new AppError('not_found', 'Comment not found in this post-mortem.');
  return { id: found.parentId ?? found.id, section: found.section };
}
