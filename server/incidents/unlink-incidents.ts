import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { authorizeComponents } from './authorize-components.ts';
import { findIncident } from './find-incident.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { pairOf } from './linked-pair.ts';
import { parseInput } from './parse-input.ts';
import { type LinkIncidents, linkIncidentsSchema } from './schemas.ts';

/**
 * Takes the link between two incidents away, from either side; the other may have been withdrawn or merged since. A repeat changes nothing. Errors:
 * forbidden, invalid_input, not_found, conflict.
 */
export async function unlinkIncidents(ctx: ActingContext, input: LinkIncidents): Promise<{ incident: string; to: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, to } = parseInput(linkIncidentsSchema, input);
  return inIncidentTurn(ctx, async (tx) => {
    const incident = await findIncident(tx, id);
    await authorizeComponents(tx, ctx, { incidents: [incident.id] });
    const other = await tx.incident.findUnique({ where: { publicId: to }, select: { id: true } });
    if (!other) throw new AppError('not_found', 'There is no incident with this id.');
    const { count } = await tx.incidentLink.deleteMany({ where: pairOf([incident.id, other.id]) });
    if (count > 0) await appendAudit(tx, ctx, { action: 'incident:unlink', object: { kind: 'incident', id }, before: { to }, after: null });
    return { incident: id, to };
  });
}
