import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { cancelEvents } from '#server/delivery/outbox';
import { type RetractUpdate, retractUpdateSchema } from '#server/incidents/schemas';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { refusePlaceholders } from '#server/incidents/update/fill-placeholders';
import { findAnyIncident } from '#server/incidents/update/find-incident';
import { findUpdate, touched } from '#server/incidents/update/find-update';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { publishCorrection } from '#server/incidents/update/publish-correction';

/**
 * Retracts an update, even of a withdrawn or merged incident, whose texts stay public. Readers see the reason instead of the text. The state of the incident does
 * not change. `notify`: whether those who were sent the update are notified. A repeat changes nothing. Errors: forbidden, invalid_input, not_found.
 */
export async function retractUpdate(ctx: ActingContext, input: RetractUpdate): Promise<{ update: string }> {
  authorize(ctx, 'incident:update');
  const { incident, update: id, reason, notify } = parseInput(retractUpdateSchema, input);
  refusePlaceholders('reason', reason);
  const now = new Date(ctx.clock.now());
  return withIncidentLock(ctx, async (tx) => {
    const update = await findUpdate(tx, await findAnyIncident(tx, incident), id);
    await authorizeComponents(tx, ctx, { incidents: [update.incidentId] });
    if (update.retractedAt) return { update: id };
    await tx.incidentUpdate.update({ where: { id: update.id }, data: { retractedAt: now, retractedReason: reason } });
    await cancelEvents(tx, { incidentId: update.incidentId, updateId: update.id }, now);
    await publishCorrection(tx, ctx, update, notify);
    await tx.incident.update({ where: { id: update.incidentId }, data: touched(update, now) });
    await appendAudit(tx, ctx, {
      action: 'incident:retract',
      object: { kind: 'update', id },
      before: { body: update.body },
      after: notify ? { notify } : null,
      reason,
    });
    return { update: id };
  });
}
