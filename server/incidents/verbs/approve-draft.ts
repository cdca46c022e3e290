import { approvalBy } from '#domain/incident/approval';
import { isOpenState } from '#domain/incident/incident';
import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { readDraft } from '#server/incidents/reads/read-draft';
import { type ApproveDraft, approveDraftSchema, type DraftContent } from '#server/incidents/schemas';
import { addPosted } from '#server/incidents/update/add-posted';
import { type Author, authorOf } from '#server/incidents/update/author';
import { changeText } from '#server/incidents/update/change-text';
import { findIncident } from '#server/incidents/update/find-incident';
import { parseInput } from '#server/incidents/update/parse-input';
import { type PreparedDraft, prepareDraft } from '#server/incidents/update/prepare-draft';
import { withFilledText } from '#server/incidents/update/with-filled-text';

/**
 * Publishes a draft that is ready for approval as it stands, in the name of whoever wrote it; the audit log says who approved it. `version` is the one
 * that was read. Errors: forbidden, invalid_input, not_found, reason_needed, and conflict, also where it is one’s own or
 * a program’s, or the incident has moved on since.
 */
export async function approveDraft(
  ctx: ActingContext,
  input: ApproveDraft,
): Promise<{ incident: string; update: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, version } = parseInput(approveDraftSchema, input);
  const filling = { incident: id, hasPlaceholders: true, prepare: () => textOfDraft(ctx, id, version) }; // or not: it is read with its draft
  return withFilledText(ctx, filling, async (tx, text) => {
    const incident = await findIncident(tx, id);
    const draft = await tx.incidentDraft.findUnique({ where: { incidentId: incident.id } });
    if (draft?.version !== version)
      throw new AppError(
        'conflict',
        'This draft is not there any more: it was published, or somebody saved another. Look at what waits now.',
      );
    if (!draft.isReady || !text)
      throw new AppError('conflict', 'This draft is not ready for approval: whoever writes it says so by saving it.');
    const { authorKind, authorId } = draft;
    refuse(authorOf(ctx), { authorKind, authorId });
    const said = readDraft(id, draft.content as DraftContent); // it was read by its schema when it was stored
    if (
      'post' in said &&
      incident.moves !== draft.moves &&
      (said.post.state !== undefined || !isOpenState(incident.state))
    )
      throw new AppError(
        'conflict',
        `This incident is ${incident.state} since the text was written: read both again, and save the text anew if it still holds.`,
      );
    const how = { action: 'incident:approve', writtenBy: { authorKind, authorId } } as const;
    const { update } =
      'edit' in said
        ? await changeText(tx, ctx, { ...said.edit, body: text.body, rendered: text.rendered }, how)
        : await addPosted(tx, ctx, incident, { ...said.post, ...text, ...how });
    await tx.incidentDraft.delete({ where: { incidentId: incident.id } });
    return { incident: id, update };
  });
}

/** The text of a draft as it will be published, rendered before the transaction, which looks whether the draft is still this version. Null where it is not there. */
async function textOfDraft(ctx: ActingContext, incident: string, version: number): Promise<PreparedDraft | null> {
  const draft = await ctx.prisma.incidentDraft.findFirst({
    where: { version, isReady: true, incident: { publicId: incident } },
    select: { content: true },
  });
  return draft && prepareDraft(ctx, incident, draft.content as DraftContent); // it was read by its schema when it was stored
}

/** Errors: conflict where they are not two people. */
function refuse(by: Author, writer: Author): void {
  const approval = approvalBy(
    { kind: by.authorKind, id: by.authorId },
    { kind: writer.authorKind, id: writer.authorId },
  );
  if (approval === 'same_person')
    throw new AppError('conflict', 'You wrote this draft: somebody else must publish it.');
  if (approval === 'no_person')
    throw new AppError(
      'conflict',
      'Two people are needed, and a program is none: a person saves the draft as theirs, and another publishes it.',
    );
}
