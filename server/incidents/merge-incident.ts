import { escapeMarkdown } from '#domain/escape-markdown';
import { isOpenState, type Stated } from '#domain/incident';
import { enIncidents } from '../../messages/en-incidents.ts';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { type IncidentTransaction, nameComponent } from '../db/sql/incident-writes.ts';
import { AppError } from '../errors.ts';
import { renderAutomatic } from '../markdown/render-text.ts';
import { authorizeComponents } from './authorize-components.ts';
import { type FoundIncident, findIncident } from './find-incident.ts';
import { inIncidentTurn } from './incident-turn.ts';
import { parseInput } from './parse-input.ts';
import { type MergeIncident, mergeIncidentSchema } from './schemas.ts';
import { writeUpdate } from './write-update.ts';

/**
 * Makes two incidents one: what probes showed of the first, and its components, go over; its texts stay where they were read, with a word that it goes
 * on in the other. One that goes on is not ended by becoming a part of one that is over. Errors: forbidden, invalid_input, not_found, conflict.
 */
export async function mergeIncident(ctx: ActingContext, input: MergeIncident): Promise<{ incident: string; into: string }> {
  authorize(ctx, 'incident:update');
  const { incident: id, into: intoId, reason } = parseInput(mergeIncidentSchema, input);
  if (id === intoId) throw new AppError('invalid_input', 'into: an incident cannot be merged into itself.');
  return inIncidentTurn(ctx, async (tx) => {
    const [incident, into] = [await findIncident(tx, id), await findIncident(tx, intoId)];
    await authorizeComponents(tx, ctx, { incidents: [incident.id, into.id] });
    if (incident.publicAt && !into.publicAt) throw new AppError('conflict', 'The other incident is not public yet: confirm it first.');
    if (isOpenState(incident.state) && !isOpenState(into.state))
      throw new AppError('conflict', 'This incident goes on and the other is over: reopen that one first, or merge the other way round.');
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
    if (!theirs.some((one) => one.componentId === componentId)) await nameComponent(tx, toId, componentId, status as Stated); // checked by the table
}
