import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { authorOf } from './author.ts';
import { authorizeComponents } from './authorize-components.ts';
import { findIncident } from './find-incident.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { pairOf } from './linked-pair.ts';
import { parseInput } from './parse-input.ts';
import { type LinkIncidents, linkIncidentsSchema } from './schemas.ts';

/** An incident has to do with so many others at most. */
const LINKS_MAX = 50;

/**
 * Says that two incidents have to do with each other; it does not matter which is named first. Readers see it where both are public. A repeat changes
 * nothing. Errors: forbidden, invalid_input, not_found, conflict.
 */
export async function linkIncidents(ctx: ActingContext, input: LinkIncidents): Promise<{ incident: string; to: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, to } = parseInput(linkIncidentsSchema, input);
  if (id === to) throw new AppError('invalid_input', 'to: an incident cannot be linked to itself.');
  return inIncidentTurn(ctx, async (tx) => {
    const ids = [(await findIncident(tx, id)).id, (await findIncident(tx, to)).id];
    await authorizeComponents(tx, ctx, { incidents: ids }); // readers see it at both
    const pair = pairOf(ids);
    if (await tx.incidentLink.findUnique({ where: { oneId_otherId: pair }, select: { oneId: true } })) return { incident: id, to };
    for (const own of ids)
      if ((await tx.incidentLink.count({ where: { OR: [{ oneId: own }, { otherId: own }] } })) >= LINKS_MAX)
        throw new AppError('conflict', `An incident is linked to ${LINKS_MAX} others at most: take a link away first.`);
    await tx.incidentLink.create({ data: { ...pair, ...authorOf(ctx), createdAt: new Date(ctx.clock.now()) } });
    await appendAudit(tx, ctx, { action: 'incident:link', object: { kind: 'incident', id }, before: null, after: { to } });
    return { incident: id, to };
  });
}
