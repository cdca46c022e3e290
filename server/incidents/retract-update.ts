import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { authorizeComponents } from './authorize-components.ts';
import { cancelNotifications } from './cancel-notifications.ts';
import { refusePlaceholders } from './fill-placeholders.ts';
import { findAnyIncident } from './find-incident.ts';
import { findUpdate, touched } from './find-update.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { parseInput } from './parse-input.ts';
import { type RetractUpdate, retractUpdateSchema } from './schemas.ts';

/**
 * Retracts an update, also of an incident that was withdrawn or merged: its texts stay public. Readers see that there was one, and the reason. The state of the
 * incident does not change. A repeat changes nothing. Errors: forbidden, invalid_input, not_found.
 */
export async function retractUpdate(ctx: ActingContext, input: RetractUpdate): Promise<{ update: string }> {
  authorize(ctx, 'incident:update');
  const { incident, update: id, reason } = parseInput(retractUpdateSchema, input);
  refusePlaceholders('reason', reason);
  const now = new Date(ctx.clock.now());
  return inIncidentTurn(ctx, async (tx) => {
    const update = await findUpdate(tx, await findAnyIncident(tx, incident), id);
    await authorizeComponents(tx, ctx, { incidents: [update.incidentId] });
    if (update.retractedAt) return { update: id };
    await tx.incidentUpdate.update({ where: { id: update.id }, data: { retractedAt: now, retractedReason: reason } });
    await cancelNotifications(tx, { incidentId: update.incidentId, id: update.id }, now);
    await tx.incident.update({ where: { id: update.incidentId }, data: touched(update, now) });
    await appendAudit(tx, ctx, { action: 'incident:retract', object: { kind: 'update', id }, before: { body: update.body }, after: null, reason });
    return { update: id };
  });
}
