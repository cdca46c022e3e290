import { planUpdate } from '#domain/incident/plan-update';
import { enIncidents } from '#messages/en/incidents';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { type WithdrawIncident, withdrawIncidentSchema } from '#server/incidents/schemas';
import { acceptedPlan } from '#server/incidents/update/accepted-plan';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { refusePlaceholders } from '#server/incidents/update/fill-placeholders';
import { findIncident } from '#server/incidents/update/find-incident';
import { heldFor } from '#server/incidents/update/held-for';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderText } from '#server/markdown/render-text';

const PUBLIC = ['public', 'internal'] as const;
const INTERNAL = ['internal'] as const;

/**
 * Withdraws an incident as a false alarm. If it was public, publishes the reason. Uptime does not change, because it follows from probes.
 * Errors: forbidden, invalid_input, not_found, conflict where it was already withdrawn or merged.
 */
export async function withdrawIncident(
  ctx: ActingContext,
  input: WithdrawIncident,
): Promise<{ incident: string; update: string }> {
  authorize(ctx, 'incident:withdraw');
  const { incident: id, reason, undoSeconds } = parseInput(withdrawIncidentSchema, input);
  refusePlaceholders('reason', reason);
  const now = ctx.clock.now();
  const body = enIncidents.withdrawnBecause(reason);
  const rendered = await renderText(ctx, body, 'reason');
  refusePlaceholders('reason', rendered.text);
  return withIncidentLock(ctx, async (tx) => {
    const incident = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    const audience = incident.publicAt === null ? INTERNAL : PUBLIC;
    const input = { state: 'resolved', audience, notify: true, affected: [] } as const;
    const plan = acceptedPlan(planUpdate(incident, input, { now, staff: null }));
    const event = { kind: 'withdrawn', recipients: 'notified' } as const;
    const cancels = 'all'; // no one needs to hear first that it was opened
    const held = await heldFor(tx, ctx, { undoSeconds, incidentId: incident.id, plan, cancels });
    const written = { plan, body, rendered, event, cancels, ...held } as const;
    const { publicId: update } = await writeUpdate(tx, ctx, incident, written);
    await tx.incident.update({
      where: { id: incident.id },
      data: { withdrawnAt: new Date(now), withdrawnReason: reason, heldUntil: null },
    });
    await appendAudit(tx, ctx, {
      action: 'incident:withdraw',
      object: { kind: 'incident', id },
      before: { state: incident.state },
      after: { state: 'resolved', isWithdrawn: true },
      reason,
    });
    return { incident: id, update };
  });
}
