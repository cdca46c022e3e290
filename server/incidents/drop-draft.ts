import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { authorizeComponents } from './authorize-components.ts';
import { inIncidentTurn } from './incident-turn.ts';

/** Takes away a draft: it was posted, or is not wanted. One that somebody has saved meanwhile stays. Errors: forbidden. */
export async function dropDraft(ctx: ActingContext, { incident, version }: { incident: string; version: number }): Promise<void> {
  authorize(ctx, 'incident:update');
  await inIncidentTurn(ctx, async (tx) => {
    const draft = await tx.incidentDraft.findFirst({ where: { version, incident: { publicId: incident } }, select: { incidentId: true } });
    if (!draft) return;
    await authorizeComponents(tx, ctx, { incidents: [draft.incidentId] });
    const { count } = await tx.incidentDraft.deleteMany({ where: { version, incidentId: draft.incidentId } });
    if (count > 0) await appendAudit(tx, ctx, { action: 'incident:drop-draft', object: { kind: 'incident', id: incident }, before: { version }, after: null });
  });
}
