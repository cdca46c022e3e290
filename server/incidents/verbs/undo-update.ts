import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { restoreEvents, undoEvent } from '#server/delivery/outbox';
import { AppError } from '#server/errors';
import { type UndoUpdate, undoUpdateSchema } from '#server/incidents/schemas';
import type { IncidentTransaction } from '#server/incidents/sql/incident-writes';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { type FoundIncident, findAnyIncident } from '#server/incidents/update/find-incident';
import { findUpdate } from '#server/incidents/update/find-update';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { explainConflict } from '#server/incidents/update/publish-update';
import { parseUndo } from '#server/incidents/update/undo-facts';
import { dateOf } from '#server/incidents/update/write-update';

type Undo = ReturnType<typeof parseUndo>;

/**
 * Undoes a public update, an acknowledgement or a withdrawal before anyone is notified of it, and restores what it changed of its incident. Readers then see nothing of it; for staff it stays as
 * an internal update. Errors: forbidden, invalid_input, not_found; conflict where the time to undo is over, or another update was posted since.
 */
export async function undoUpdate(ctx: ActingContext, input: UndoUpdate): Promise<{ update: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, update: updateId } = parseInput(undoUpdateSchema, input);
  const now = new Date(ctx.clock.now());
  return withIncidentLock(ctx, async (tx) => {
    const incident = await findAnyIncident(tx, id); // its withdrawal can be undone too
    const update = await findUpdate(tx, incident, updateId);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    const later = await tx.incidentUpdate.count({ where: { incidentId: incident.id, id: { gt: update.id } } });
    const stored = later > 0 ? null : await undoEvent(tx, update.id, now);
    if (stored === null)
      throw new AppError('conflict', 'This update can no longer be undone. Edit or retract it, or post another one.');
    const undo = parseUndo(stored);
    await hide(tx, update.id, now);
    await restore(tx, incident, undo, now).catch(explainConflict);
    await restoreEvents(tx, undo.cancelled, now);
    await appendAudit(tx, ctx, {
      action: 'incident:undo',
      object: { kind: 'update', id: updateId },
      before: { body: update.body, state: incident.state, title: incident.title },
      after: { state: undo.state, title: undo.title },
    });
    return { update: updateId };
  });
}

/** Makes the update internal. What it stated of components, and promised to readers, goes. */
async function hide(tx: IncidentTransaction, id: number, now: Date): Promise<void> {
  await tx.incidentImpact.deleteMany({ where: { updateId: id } });
  await tx.incidentUpdate.update({
    where: { id },
    data: { audience: ['internal'], notifies: false, whatYouCanDo: null, nextUpdateBy: null, undoneAt: now },
  });
}

async function restore(tx: IncidentTransaction, incident: FoundIncident, undo: Undo, now: Date): Promise<void> {
  const { id } = incident;
  const isMoved = undo.state !== incident.state;
  await tx.incident.update({
    where: { id },
    data: {
      state: undo.state,
      ...(incident.title === undo.titleAfter ? { title: undo.title } : {}), // incident automation may have changed it since
      ...(isMoved ? { movedAt: new Date(undo.movedAt), moves: { increment: 1 } } : {}),
      monitoringAt: dateOf(undo.monitoringAt),
      resolvedAt: dateOf(undo.resolvedAt),
      publicAt: dateOf(undo.publicAt),
      publicUpdatedAt: undo.publicAt === null ? null : now,
      acknowledgedAt: dateOf(undo.acknowledgedAt),
      heldUntil: dateOf(undo.heldUntil),
      withdrawnAt: dateOf(undo.withdrawnAt),
      withdrawnReason: undo.withdrawnReason,
      updatedAt: now,
    },
  });
  for (const { componentId, status } of undo.components) {
    const where = { incidentId: id, componentId };
    if (status === null) await tx.incidentComponent.deleteMany({ where });
    else await tx.incidentComponent.updateMany({ where, data: { status } });
  }
  await tx.episode.updateMany({ where: { id: { in: undo.unpublished }, toAt: null }, data: { isPublished: false } });
}
