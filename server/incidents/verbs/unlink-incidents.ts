import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { type LinkIncidents, linkIncidentsSchema } from '#server/incidents/schemas';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { pairOf } from '#server/incidents/update/linked-pair';
import { parseInput } from '#server/incidents/update/parse-input';

/**
 * Removes the link between two incidents, from either side. The other incident may be withdrawn or merged. A repeat changes nothing. Errors: forbidden,
 * invalid_input, not_found, conflict.
 */
export async function unlinkIncidents(
  ctx: ActingContext,
  input: LinkIncidents,
): Promise<{ incident: string; to: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, to } = parseInput(linkIncidentsSchema, input);
  return withIncidentLock(ctx, async (tx) => {
    const incident = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    const other = await tx.incident.findUnique({ where: { publicId: to }, select: { id: true } });
    if (!other) throw new AppError('not_found', 'Incident not found.');
    const { count } = await tx.incidentLink.deleteMany({ where: pairOf([incident.id, other.id]) });
    if (count > 0)
      await appendAudit(tx, ctx, {
        action: 'incident:unlink',
        object: { kind: 'incident', id },
        before: { to },
        after: null,
      });
    return { incident: id, to };
  });
}
