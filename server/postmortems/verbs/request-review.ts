import { stateAfter } from '#domain/postmortem/postmortem';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { type RequestReview, requestReviewSchema } from '#server/postmortems/schemas';
import { findPostmortem, refuseOldVersion } from '#server/postmortems/working/find-postmortem';

/**
 * Asks for a review of the working version. `approver`: the person who is asked to approve it; every editor but its author may. Errors: forbidden,
 * invalid_input, not_found; conflict if it is not a draft, or was edited since.
 */
export async function requestReview(
  ctx: ActingContext,
  input: RequestReview,
): Promise<{ postmortem: string; version: number }> {
  authorize(ctx, 'postmortem:write');
  const { postmortem: id, version, approver = null } = parseInput(requestReviewSchema, input);
  return withIncidentLock(ctx, async (tx) => {
    const found = await findPostmortem(tx, id);
    refuseOldVersion(found, version);
    const state = stateAfter(found.state, 'review');
    if (state === null) throw new AppError('conflict', 'Only a draft can be sent for review.');
    if (approver !== null && (await tx.staff.count({ where: { id: approver } })) === 0)
      throw new AppError('invalid_input', 'approver: this person does not exist.');
    const now = new Date(ctx.clock.now());
    await tx.postmortem.update({
      where: { id: found.id },
      data: { state, approverId: approver, reviewRequestedAt: now, updatedAt: now },
    });
    await appendAudit(tx, ctx, {
      action: 'postmortem:request-review',
      object: { kind: 'postmortem', id },
      before: { state: found.state },
      after: { state, version, approver },
    });
    return { postmortem: id, version };
  });
}
