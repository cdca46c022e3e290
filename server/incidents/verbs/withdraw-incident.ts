import { enIncidents } from '#messages/en/incidents';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { type WithdrawIncident, withdrawIncidentSchema } from '#server/incidents/schemas';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { refusePlaceholders } from '#server/incidents/update/fill-placeholders';
import { findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderText } from '#server/markdown/render-text';

/**
 * Says that an incident was none. Where it was public the reason is, and readers are told. Figures follow from probes: none changes.
 * Errors: forbidden, invalid_input, not_found, conflict where it was withdrawn or merged before.
 */
export async function withdrawIncident(ctx: ActingContext, input: WithdrawIncident): Promise<{ incident: string }> {
  authorize(ctx, 'incident:withdraw');
  const { incident: id, reason } = parseInput(withdrawIncidentSchema, input);
  refusePlaceholders('reason', reason);
  const now = ctx.clock.now();
  const body = enIncidents.withdrawnBecause(reason);
  const rendered = await renderText(ctx, body, 'reason');
  refusePlaceholders('reason', rendered.text);
  return withIncidentLock(ctx, async (tx) => {
    const incident = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    const isPublic = incident.publicAt !== null;
    await writeUpdate(tx, ctx, incident, {
      state: 'resolved',
      body,
      rendered,
      audience: isPublic ? ['public', 'internal'] : ['internal'],
      notifies: isPublic,
      occurredAt: now,
      affected: [],
    });
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
    return { incident: id };
  });
}
