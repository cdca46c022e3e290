import { approvalBy } from '#domain/incident/approval';
import { isOpenState } from '#domain/incident/incident';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { readDraft } from '#server/incidents/reads/read-draft';
import { type ApproveDraft, approveDraftSchema, type DraftContent } from '#server/incidents/schemas';
import { type Author, authorOf } from '#server/incidents/update/author';
import { changeText } from '#server/incidents/update/change-text';
import { findIncident } from '#server/incidents/update/find-incident';
import { parseInput } from '#server/incidents/update/parse-input';
import { type PreparedDraft, prepareDraft } from '#server/incidents/update/prepare-draft';
import { publishPosted } from '#server/incidents/update/publish-posted';
import { withFilledText } from '#server/incidents/update/with-filled-text';

/**
 * Approves and publishes a draft without changes. Its author stays the author; the audit log names the approver. `version` is the version that the approver
 * read. Errors: forbidden, invalid_input, not_found, reason_needed; conflict also where the actor or a program wrote the draft, or the incident has changed
 * its state since.
 */
export async function approveDraft(
  ctx: ActingContext,
  input: ApproveDraft,
): Promise<{ incident: string; update: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, version, undoSeconds } = parseInput(approveDraftSchema, input);
  const filling = { incident: id, hasPlaceholders: true, prepare: () => textOfDraft(ctx, id, version) }; // not known before the draft is read
  return withFilledText(ctx, filling, async (tx, text) => {
    const incident = await findIncident(tx, id);
    const draft = await tx.incidentDraft.findUnique({ where: { incidentId: incident.id } });
    if (draft?.version !== version)
      throw new AppError(
        'conflict',
        'This draft no longer exists: it was published or replaced. Review the current draft.',
      );
    if (!draft.isReady || !text)
      throw new AppError('conflict', 'This draft is not ready for approval. Its author must save it as ready first.');
    const { authorKind, authorId } = draft;
    refuse(authorOf(ctx), { authorKind, authorId });
    const read = readDraft(id, draft.content as DraftContent); // parsed by its schema when it was stored
    if (
      'post' in read &&
      incident.moves !== draft.moves &&
      (read.post.state !== undefined || !isOpenState(incident.state))
    )
      throw new AppError(
        'conflict',
        `The state of this incident has changed to ${incident.state} since the draft was saved. Review the draft and save it again if it still applies.`,
      );
    const how = { action: 'incident:approve', writtenBy: { authorKind, authorId } } as const;
    const { update } =
      'edit' in read
        ? await changeText(tx, ctx, { ...read.edit, body: text.body, rendered: text.rendered }, how)
        : await publishPosted(tx, ctx, incident, {
            ...read.post,
            ...text,
            ...how,
            undoSeconds,
            skips: ['approval'],
          });
    await tx.incidentDraft.delete({ where: { incidentId: incident.id } });
    return { incident: id, update };
  });
}

/** Renders the text of a draft before the transaction, which checks that the draft still has this version. Null if there is no such draft. */
async function textOfDraft(ctx: ActingContext, incident: string, version: number): Promise<PreparedDraft | null> {
  const draft = await ctx.prisma.incidentDraft.findFirst({
    where: { version, isReady: true, incident: { publicId: incident } },
    select: { content: true },
  });
  return draft && prepareDraft(ctx, incident, draft.content as DraftContent); // parsed by its schema when it was stored
}

/** Errors: conflict unless the approver and the author are two people. */
function refuse(by: Author, writer: Author): void {
  const approval = approvalBy(
    { kind: by.authorKind, id: by.authorId },
    { kind: writer.authorKind, id: writer.authorId },
  );
  if (approval === 'same_person')
    throw new AppError('conflict', "You can't approve your own update. Ask a colleague to publish it.");
  if (approval === 'no_person')
    throw new AppError(
      'conflict',
      'Approval needs two people, not a token. One person must save the draft and another must publish it in the console.',
    );
}
