import { escapeMarkdown } from '#domain/incident/escape-markdown';
import { isOpenState } from '#domain/incident/incident';
import type { Stated } from '#domain/measurement/status';
import { enIncidents } from '#messages/en/incidents';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { type MergeIncident, mergeIncidentSchema } from '#server/incidents/schemas';
import { type IncidentTransaction, nameComponent } from '#server/incidents/sql/incident-writes';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { type FoundIncident, findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderAutomatic } from '#server/markdown/render-text';

/**
 * Makes two incidents one: what probes showed of the first, and its components, go over; its texts stay where they were read, with a word that it goes
 * on in the other. One that goes on is not ended by becoming a part of one that is over. Errors: forbidden, invalid_input, not_found, conflict.
 */
export async function mergeIncident(
  ctx: ActingContext,
  input: MergeIncident,
): Promise<{ incident: string; into: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, into: intoId, reason } = parseInput(mergeIncidentSchema, input);
  if (id === intoId) throw new AppError('invalid_input', 'into: an incident cannot be merged into itself.');
  return withIncidentLock(ctx, async (tx) => {
    const [incident, into] = [await findIncident(tx, id), await findIncident(tx, intoId)];
    await authorizeComponents(tx, ctx, { incidents: [incident.id, into.id] });
    if (incident.publicAt && !into.publicAt)
      throw new AppError('conflict', 'The other incident is not public yet: confirm it first.');
    if (isOpenState(incident.state) && !isOpenState(into.state))
      throw new AppError(
        'conflict',
        'This incident goes on and the other is over: reopen that one first, or merge the other way round.',
      );
    await close(tx, ctx, { incident, into });
    await tx.episode.updateMany({ where: { incidentId: incident.id }, data: { incidentId: into.id } });
    await takeComponents(tx, incident.id, into.id);
    await tx.incident.update({ where: { id: into.id }, data: changed(ctx, incident, into) });
    await appendAudit(tx, ctx, {
      action: 'incident:merge',
      object: { kind: 'incident', id },
      before: { state: incident.state },
      after: { mergedInto: intoId },
      reason,
    });
    return { incident: id, into: intoId };
  });
}

/** What the other incident becomes by it. Readers see its components, episodes and beginning change. */
function changed(ctx: ActingContext, incident: FoundIncident, into: FoundIncident) {
  const now = new Date(ctx.clock.now());
  const startedAt = incident.startedAt < into.startedAt ? incident.startedAt : into.startedAt;
  return { startedAt, updatedAt: now, ...(into.publicAt ? { publicUpdatedAt: now } : {}) };
}

type Closing = { incident: FoundIncident; into: FoundIncident };

async function close(tx: IncidentTransaction, ctx: ActingContext, { incident, into }: Closing): Promise<void> {
  const body = enIncidents.goesOnIn(escapeMarkdown(into.title));
  await writeUpdate(tx, ctx, incident, {
    body,
    rendered: renderAutomatic(ctx, body),
    state: 'resolved',
    audience: incident.publicAt ? ['public', 'internal'] : ['internal'],
    notifies: false,
    occurredAt: ctx.clock.now(),
    affected: [],
  });
  await tx.incident.update({ where: { id: incident.id }, data: { mergedIntoId: into.id, heldUntil: null } });
}

/** The other incident names them as well; what it says of one that it named before stands. */
async function takeComponents(tx: IncidentTransaction, fromId: number, toId: number): Promise<void> {
  const [own, theirs] = [
    await tx.incidentComponent.findMany({ where: { incidentId: fromId }, select: { componentId: true, status: true } }),
    await tx.incidentComponent.findMany({ where: { incidentId: toId }, select: { componentId: true } }),
  ];
  for (const { componentId, status } of own)
    if (!theirs.some((one) => one.componentId === componentId))
      await nameComponent(tx, toId, componentId, status as Stated); // checked by the table
}
