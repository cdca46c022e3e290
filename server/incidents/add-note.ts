import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { renderText } from '../markdown/render-text.ts';
import { answerOnce } from './answer-once.ts';
import { authorOf } from './author.ts';
import { authorizeComponents } from './authorize-components.ts';
import { findIncident } from './find-incident.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { parseInput } from './parse-input.ts';
import { type AddNote, addNoteSchema } from './schemas.ts';

/**
 * Adds a note that staff alone can read. A repeat with the same idempotencyKey answers the same and adds nothing. Errors: forbidden, invalid_input,
 * not_found, conflict, key_reused.
 */
export async function addNote(ctx: ActingContext, input: AddNote): Promise<{ note: number }> {
  authorize(ctx, 'incident:update');
  const { incident: id, body, idempotencyKey: key } = parseInput(addNoteSchema, input);
  const { html } = await renderText(ctx, body);
  return inIncidentTurn(ctx, (tx) =>
    answerOnce(tx, ctx, { verb: 'add-note', key, input: { id, body } }, async () => {
      const { id: incidentId } = await findIncident(tx, id);
      await authorizeComponents(tx, ctx, { incidents: [incidentId] });
      const data = { incidentId, body, html, ...authorOf(ctx), createdAt: new Date(ctx.clock.now()) };
      const note = await tx.incidentNote.create({ data, select: { id: true } });
      await appendAudit(tx, ctx, { action: 'incident:note', object: { kind: 'incident', id }, before: null, after: { body } });
      return { note: note.id };
    }),
  );
}
