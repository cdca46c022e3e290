import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { type AddNote, addNoteSchema } from '#server/incidents/schemas';
import { authorOf } from '#server/incidents/update/author';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { findIncident } from '#server/incidents/update/find-incident';
import { answerOnce } from '#server/incidents/update/idempotency-key';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { renderText } from '#server/markdown/render-text';

/**
 * Adds an internal note. A repeat with the same idempotencyKey returns the first answer and adds nothing. Errors: forbidden, invalid_input, not_found,
 * conflict, key_reused.
 */
export async function addNote(ctx: ActingContext, input: AddNote): Promise<{ note: number }> {
  authorize(ctx, 'incident:update');
  const { incident: id, body, idempotencyKey: key } = parseInput(addNoteSchema, input);
  const { html } = await renderText(ctx, body);
  return withIncidentLock(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'add-note', key, input: { id, body } }, async () => {
      const { id: incidentId } = await findIncident(tx, id);
      await authorizeComponents(tx, ctx, { incidents: [incidentId] });
      const data = { incidentId, body, html, ...authorOf(ctx), createdAt: new Date(ctx.clock.now()) };
      const note = await tx.incidentNote.create({ data, select: { id: true } });
      await appendAudit(tx, ctx, {
        action: 'incident:note',
        object: { kind: 'incident', id },
        before: null,
        after: { body },
      });
      return { note: note.id };
    }),
  );
}
