import { stateAfter } from '#domain/postmortem/postmortem';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { authorOf } from '#server/incidents/update/author';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { renderText } from '#server/markdown/render-text';
import { type RequestChanges, requestChangesSchema } from '#server/postmortems/schemas';
import { findPostmortem, refuseOldVersion } from '#server/postmortems/working/find-postmortem';

/**
 * Returns the working version to its author, with a comment that says why. Errors: forbidden, invalid_input, not_found; conflict if it is not in review or
 * approved, or was edited since.
 */
export async function requestChanges(
  ctx: ActingContext,
  input: RequestChanges,
): Promise<{ postmortem: string; version: number }> {
  authorize(ctx, 'postmortem:write');
  const { postmortem: id, version, reason } = parseInput(requestChangesSchema, input);
  const { html } = await renderText(ctx, reason, 'reason');
  return withIncidentLock(ctx, async (tx) => {
    const found = await findPostmortem(tx, id);
    refuseOldVersion(found, version);
    const state = stateAfter(found.state, 'changes');
    if (state === null) throw new AppError('conflict', 'This post-mortem is not in review.');
    const now = new Date(ctx.clock.now());
    await tx.postmortem.update({
      where: { id: found.id },
      data: { state, approvedAt: null, approvedBy: null, reviewRequestedAt: null, updatedAt: now },
    });
    await tx.postmortemComment.create({
      data: { postmortemId: found.id, body: reason, html, ...authorOf(ctx), createdAt: now },
    });
    await appendAudit(tx, ctx, {
      action: 'postmortem:request-changes',
      object: { kind: 'postmortem', id },
      before: { state: found.state },
      after: { state, version },
      reason,
    });
    return { postmortem: id, version };
  });
}
