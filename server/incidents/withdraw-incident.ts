import { enIncidents } from '../../messages/en-incidents.ts';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { renderText } from '../markdown/render-text.ts';
import { authorizeComponents } from './authorize-components.ts';
import { refusePlaceholders } from './fill-placeholders.ts';
import { findIncident } from './find-incident.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { parseInput } from './parse-input.ts';
import { type WithdrawIncident, withdrawIncidentSchema } from './schemas.ts';
import { writeUpdate } from './write-update.ts';

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
  return inIncidentTurn(ctx, async (tx) => {
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
    await tx.incident.update({ where: { id: incident.id }, data: { withdrawnAt: new Date(now), withdrawnReason: reason, heldUntil: null } });
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
