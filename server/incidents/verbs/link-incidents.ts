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

/** Links per incident. */
const LINKS_MAX = 50;

/**
 * Links two related incidents, in either order. Readers see the link if both are public. A repeat changes nothing. Errors: forbidden, invalid_input,
 * not_found, conflict.
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
    await authorizeComponents(tx, ctx, { incidents: ids }); // the link appears on both
    const pair = pairOf(ids);
    if (await tx.incidentLink.findUnique({ where: { oneId_otherId: pair }, select: { oneId: true } }))
      return { incident: id, to };
    for (const own of ids)
      if ((await tx.incidentLink.count({ where: { OR: [{ oneId: own }, { otherId: own }] } })) >= LINKS_MAX)
        throw new AppError('conflict', `An incident can have at most ${LINKS_MAX} links. Remove a link first.`);
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
