import { approvalBy } from '#domain/incident/approval';
import { stateAfter } from '#domain/postmortem/postmortem';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { authorOf } from '#server/incidents/update/author';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { type ApprovePostmortem, approvePostmortemSchema } from '#server/postmortems/schemas';
import { type FoundPostmortem, findPostmortem, refuseOldVersion } from '#server/postmortems/working/find-postmortem';

/**
 * Approves the working version, which can then be published as it is. Errors: forbidden, invalid_input, not_found; conflict if it is not in review, was
 * edited since, or the actor wrote it.
 */
export async function approvePostmortem(
  ctx: ActingContext,
  input: ApprovePostmortem,
): Promise<{ postmortem: string; version: number }> {
  authorize(ctx, 'postmortem:approve');
  const { postmortem: id, version } = parseInput(approvePostmortemSchema, input);
  return withIncidentLock(ctx, async (tx) => {
    const found = await findPostmortem(tx, id);
    refuseOldVersion(found, version);
    const state = stateAfter(found.state, 'approval');
    if (state === null) throw new AppError('conflict', 'This post-mortem is not in review.');
    const approvedBy = approverOf(ctx, found);
    const now = new Date(ctx.clock.now());
    await tx.postmortem.update({
      where: { id: found.id },
      data: { state, approvedAt: now, approvedBy, updatedAt: now },
    });
    const { authorKind, authorId } = found;
    await appendAudit(tx, ctx, {
      action: 'postmortem:approve',
      object: { kind: 'postmortem', id },
      before: { state: found.state },
      after: { state, version, writtenBy: { authorKind, authorId } },
    });
    return { postmortem: id, version };
  });
}

/** Returns the id of the approver. Errors: conflict unless the approver and the author are two people. */
function approverOf(ctx: ActingContext, { authorKind, authorId }: FoundPostmortem): string {
  const by = authorOf(ctx);
  const approval = approvalBy({ kind: by.authorKind, id: by.authorId }, { kind: authorKind, id: authorId });
  if (approval === 'same_person')
    throw new AppError('conflict', "You can't approve your own post-mortem. Ask a colleague to approve it.");
  if (approval === 'no_person')
    throw new AppError(
      'conflict',
      'Approval needs two people, not a token. One person must save the text in the console and another must approve it.',
    );
  return by.authorId;
}
