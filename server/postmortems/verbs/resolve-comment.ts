import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { authorOf } from '#server/incidents/update/author';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { type ResolveComment, resolveCommentSchema } from '#server/postmortems/schemas';
import { findPostmortem } from '#server/postmortems/working/find-postmortem';

/** Resolves a comment with its replies. A resolved one stays as it is. Errors: forbidden, invalid_input, not_found. */
export async function resolveComment(ctx: ActingContext, input: ResolveComment): Promise<{ comment: number }> {
  authorize(ctx, 'postmortem:write');
  const { postmortem: id, comment } = parseInput(resolveCommentSchema, input);
  return withIncidentLock(ctx, async (tx) => {
    const { id: postmortemId } = await findPostmortem(tx, id);
    const found = await tx.postmortemComment.findFirst({
      where: { id: comment, postmortemId, parentId: null },
      select: { resolvedAt: true },
    });
    if (!found) throw new AppError('not_found', 'Comment not found in this post-mortem.');
    if (found.resolvedAt !== null) return { comment };
    const { authorKind: resolvedKind, authorId: resolvedId } = authorOf(ctx);
    const resolvedAt = new Date(ctx.clock.now());
    await tx.postmortemComment.update({ where: { id: comment }, data: { resolvedAt, resolvedKind, resolvedId } });
    await appendAudit(tx, ctx, {
      action: 'postmortem:resolve-comment',
      object: { kind: 'postmortem', id },
      before: null,
      after: { comment },
    });
    return { comment };
  });
}
