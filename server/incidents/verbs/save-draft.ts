import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { type SaveDraft, saveDraftSchema } from '#server/incidents/schemas';
import { authorOf } from '#server/incidents/update/author';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { prepareDraft } from '#server/incidents/update/prepare-draft';
import { renderText } from '#server/markdown/render-text';

/**
 * Saves the draft of an incident. There is one draft per incident, which any communicator can continue. The last person to save it is its author. A draft saved as
 * `ready` awaits approval. Errors: forbidden, invalid_input, not_found; conflict with both drafts if it is based on another version.
 */
export async function saveDraft(ctx: ActingContext, input: SaveDraft): Promise<{ incident: string; version: number }> {
  authorize(ctx, 'incident:update');
  const {
    incident: id,
    version: basis,
    content,
    ready: isReady,
    moves: seenMoves,
  } = parseInput(saveDraftSchema, input);
  // A draft for approval is shown with its placeholders filled, and its author gets the error if that fails.
  const { html } = isReady
    ? (await prepareDraft(ctx, id, content)).rendered
    : await renderText(ctx, content.body ?? '');
  return withIncidentLock(ctx, async (tx) => {
    const { id: incidentId, draftVersion, moves: current } = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incidentId] });
    const old = await tx.incidentDraft.findUnique({ where: { incidentId }, select: { content: true, version: true } });
    if ((old?.version ?? 0) !== basis)
      throw new AppError(
        'conflict',
        'Someone else saved a draft in the meantime. Compare the two drafts, then save yours again.',
        {
          yours: content,
          theirs: old && { ...(old.content as object), version: old.version }, // stored below
        },
      );
    const version = draftVersion + 1; // counts on after a deleted draft, so that each number has one text
    await tx.incident.update({ where: { id: incidentId }, data: { draftVersion: version } });
    const moves = Math.min(seenMoves ?? current, current);
    const data = { content, html, version, isReady, moves, ...authorOf(ctx), savedAt: new Date(ctx.clock.now()) };
    await tx.incidentDraft.upsert({ where: { incidentId }, create: { incidentId, ...data }, update: data });
    await appendAudit(tx, ctx, {
      action: 'incident:draft',
      object: { kind: 'incident', id },
      before: old?.content ?? null,
      after: { ...content, isReady },
    });
    return { incident: id, version };
  });
}
