import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { type LinkIncidents, linkIncidentsSchema } from '#server/incidents/schemas';
import { authorOf } from '#server/incidents/update/author';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { pairOf } from '#server/incidents/update/linked-pair';
import { parseInput } from '#server/incidents/update/parse-input';

/** An incident has to do with so many others at most. */
const LINKS_MAX = 50;

/**
 * Says that two incidents have to do with each other; it does not matter which is named first. Readers see it where both are public. A repeat changes
 * nothing. Errors: forbidden, invalid_input, not_found, conflict.
 */
export async function linkIncidents(
  ctx: ActingContext,
  input: LinkIncidents,
): Promise<{ incident: string; to: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, to } = parseInput(linkIncidentsSchema, input);
  if (id === to) throw new AppError('invalid_input', 'to: an incident cannot be linked to itself.');
  return withIncidentLock(ctx, async (tx) => {
    const ids = [(await findIncident(tx, id)).id, (await findIncident(tx, to)).id];
    await authorizeComponents(tx, ctx, { incidents: ids }); // readers see it at both
    const pair = pairOf(ids);
    if (await tx.incidentLink.findUnique({ where: { oneId_otherId: pair }, select: { oneId: true } }))
      return { incident: id, to };
    for (const own of ids)
      if ((await tx.incidentLink.count({ where: { OR: [{ oneId: own }, { otherId: own }] } })) >= LINKS_MAX)
        throw new AppError('conflict', `An incident is linked to ${LINKS_MAX} others at most: take a link away first.`);
    await tx.incidentLink.create({ data: { ...pair, ...authorOf(ctx), createdAt: new Date(ctx.clock.now()) } });
    await appendAudit(tx, ctx, {
      action: 'incident:link',
      object: { kind: 'incident', id },
      before: null,
      after: { to },
    });
    return { incident: id, to };
  });
}
