import { escapeMarkdown } from '#domain/incident/escape-markdown';
import { isOpenState } from '#domain/incident/incident';
import { planUpdate } from '#domain/incident/plan-update';
import { enIncidents } from '#messages/en/incidents';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { cancelEvents, publishEvent } from '#server/delivery/outbox';
import { AppError } from '#server/errors';
import { type MergeIncident, mergeIncidentSchema } from '#server/incidents/schemas';
import { type IncidentTransaction, nameComponent } from '#server/incidents/sql/incident-writes';
import { acceptedPlan } from '#server/incidents/update/accepted-plan';
import { authorizeComponents } from '#server/incidents/update/authorize-components';
import { type FoundIncident, findIncident } from '#server/incidents/update/find-incident';
import { withIncidentLock } from '#server/incidents/update/incident-lock';
import { parseInput } from '#server/incidents/update/parse-input';
import { writeUpdate } from '#server/incidents/update/write-update';
import { renderAutomatic } from '#server/markdown/render-text';

/**
 * Merges an incident into another, which takes over its episodes, components and post-mortem. Its updates stay on its own page, with a link to the other incident. An open
 * incident cannot be merged into a resolved one, because that would end it. Errors: forbidden, invalid_input, not_found, conflict.
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
    if (incident.publicAt !== null && into.publicAt === null)
      throw new AppError('conflict', 'The other incident is not public yet. Publish it first.');
    if (isOpenState(incident.state) && !isOpenState(into.state))
      throw new AppError(
        'conflict',
        'This incident is open and the other is resolved. Reopen the other first, or merge in the opposite direction.',
      );
    const isWaiting = await cancelEvents(tx, { incidentId: incident.id }, 'all');
    await close(tx, ctx, { incident, into });
    await tx.episode.updateMany({ where: { incidentId: incident.id }, data: { incidentId: into.id } });
    await takeComponents(tx, { incident, into });
    await takePostmortem(tx, { incident, into });
    await tx.incident.update({ where: { id: into.id }, data: changed(ctx, incident, into) });
    await publishMerge(tx, ctx, { incident, into, isWaiting });
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

/** Returns what changes in the other incident. Readers see its components, episodes and start change. */
function changed(ctx: ActingContext, incident: FoundIncident, into: FoundIncident) {
  const now = new Date(ctx.clock.now());
  const startedAt = new Date(Math.min(incident.startedAt, into.startedAt));
  return { startedAt, updatedAt: now, ...(into.publicAt === null ? {} : { publicUpdatedAt: now }) };
}

type Merge = { incident: FoundIncident; into: FoundIncident };

async function close(tx: IncidentTransaction, ctx: ActingContext, { incident, into }: Merge): Promise<void> {
  const body = enIncidents.continuesIn(escapeMarkdown(into.title));
  const audience = incident.publicAt === null ? (['internal'] as const) : (['public', 'internal'] as const);
  const input = { state: 'resolved', audience, notify: false, affected: [] } as const;
  const plan = acceptedPlan(planUpdate(incident, input, { now: ctx.clock.now(), staff: null }));
  await writeUpdate(tx, ctx, incident, { plan, body, rendered: renderAutomatic(ctx, body) });
  await tx.incident.update({ where: { id: incident.id }, data: { mergedIntoId: into.id, heldUntil: null } });
}

/**
 * Publishes that the other incident now covers both. Notifies the recipients of either one, unless the merged incident was never public.
 * `isWaiting`: an event of the merged incident was not sent yet; its subscribers are among those of the other incident now.
 */
async function publishMerge(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { incident, into, isWaiting }: Merge & { isWaiting: boolean },
): Promise<void> {
  if (into.publicAt === null) return;
  await publishEvent(tx, ctx, {
    incidentId: into.id,
    updateId: null,
    kind: 'updated',
    recipients: isWaiting ? 'scope' : 'notified',
    notifies: incident.publicAt !== null,
    occurredAt: ctx.clock.now(),
  });
}

/** Adds the components of the merged incident. A status that the other incident already states stays. */
async function takeComponents(tx: IncidentTransaction, { incident, into }: Merge): Promise<void> {
  for (const { componentId, status } of incident.stated)
    if (!into.stated.some((one) => one.componentId === componentId))
      await nameComponent(tx, into.id, componentId, status);
}

/** An incident has at most one post-mortem: if the other one has its own, that of the merged incident stays there. */
async function takePostmortem(tx: IncidentTransaction, { incident, into }: Merge): Promise<void> {
  if ((await tx.postmortemIncident.count({ where: { incidentId: into.id } })) > 0) return;
  const where = { incidentId: incident.id };
  await tx.postmortemIncident.updateMany({ where, data: { incidentId: into.id, updateId: null } });
}
