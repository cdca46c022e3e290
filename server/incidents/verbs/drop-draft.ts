import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { withIncidentLock } from '#server/incidents/update/incident-lock';

/** Deletes a draft that was posted or is no longer needed. A newer version stays. Errors: forbidden. */
export async function dropDraft(
  ctx: ActingContext,
  { incident, version }: { incident: string; version: number },
): Promise<void> {
  authorize(ctx, 'incident:update');
  await withIncidentLock(ctx, async (tx) => {
    const draft = await tx.incidentDraft.findFirst({
      where: { version, incident: { publicId: incident } },
      select: { incidentId: true },
    });
    if (!draft) return;
    await authorizeComponents(tx, ctx, { incidents: [draft.incidentId] });
    const { count } = await tx.incidentDraft.deleteMany({ where: { version, incidentId: draft.incidentId } });
    if (count > 0)
      await appendAudit(tx, ctx, {
        action: 'incident:drop-draft',
        object: { kind: 'incident', id: incident },
        before: { version },
        after: null,
      });
  });
}
