import type { MonitoringReport } from '#domain/automation/monitoring-report';
import { type EventKind, kindOfUpdate } from '#domain/delivery/kind';
import { isOpenState } from '#domain/incident/incident';
import type { IncidentPatch, UpdatePlan } from '#domain/incident/plan-update';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import type { WritingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import { cancelEvents, publishEvent } from '#server/delivery/outbox';
import { type IncidentTransaction, nameComponent } from '#server/incidents/sql/incident-writes';
import { newPublicId } from '#server/random';
import { type Author, authorOf } from './author.ts';
import type { FoundIncident } from './find-incident.ts';

export type NewUpdate = {
  plan: UpdatePlan;
  body: string;
  rendered: Rendered;
  /** When subscribers are notified, if not at once. */
  dueAt?: Instant | undefined;
  /** What undoing it before that restores. */
  undo?: Prisma.InputJsonObject | undefined;
  /** Its event, if that does not follow from the plan. Null: the caller publishes the event. */
  event?: { kind: EventKind; recipients: 'notified' } | null;
  /** Cancels also events that are due and were not fanned out yet. By default closing an incident cancels those that are not due. */
  cancels?: 'all';
  /** What monitoring reported, for an automatic update. */
  reports?: MonitoringReport[];
  /** The author, if that is not the actor. */
  writtenBy?: Author | undefined;
};

/** Writes a planned update: its row, the statuses of components, and the incident; and the event, if it is public. Returns the update. */
export async function writeUpdate(
  tx: IncidentTransaction,
  ctx: WritingContext,
  incident: Pick<FoundIncident, 'id' | 'state' | 'publicAt'>,
  { plan, body, rendered, dueAt, undo, event, cancels, reports = [], writtenBy = authorOf(ctx) }: NewUpdate,
): Promise<{ id: number; publicId: string }> {
  const now = new Date(ctx.clock.now());
  const { id: incidentId } = incident;
  const { state, audience, whatYouCanDo } = plan.update;
  const occurredAt = new Date(plan.update.occurredAt);
  const text = { body, ...rendered, whatYouCanDo };
  if (!isOpenState(state)) await cancelEvents(tx, { incidentId }, cancels ?? now); // a failure that is over needs none
  const written = await tx.incidentUpdate.create({
    data: {
      publicId: newPublicId(ctx.random),
      incidentId,
      state,
      ...text,
      audience: [...audience],
      notifies: plan.notifies,
      ...writtenBy,
      occurredAt,
      publishedAt: now,
      nextUpdateBy: dateOf(plan.update.nextUpdateBy),
      reports,
      versions: { create: { version: 1, ...text, occurredAt, savedAt: now, ...writtenBy } },
    },
    select: { id: true, publicId: true },
  });
  await writeImpacts(tx, { incidentId, updateId: written.id }, plan.impacts);
  await patchIncident(tx, incidentId, plan.patch);
  if (audience.includes('public') && event !== null)
    await publishEvent(tx, ctx, {
      incidentId,
      updateId: written.id,
      ...(event ?? { kind: kindOfUpdate(incident, state), recipients: 'scope' }),
      notifies: plan.notifies,
      occurredAt: plan.update.occurredAt,
      dueAt,
      undo,
    });
  return written;
}

export function dateOf(at: Instant | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Writes what an update changes of its incident. */
export async function patchIncident(
  tx: IncidentTransaction,
  incidentId: number,
  { state, title, monitoringAt, resolvedAt, movedAt, ...instants }: IncidentPatch,
): Promise<void> {
  const dates = Object.fromEntries(Object.entries(instants).map(([name, at]) => [name, new Date(at)]));
  await tx.incident.update({
    where: { id: incidentId },
    data: {
      state,
      title,
      monitoringAt: dateOf(monitoringAt),
      resolvedAt: dateOf(resolvedAt),
      ...dates,
      ...(movedAt === undefined ? {} : { movedAt: new Date(movedAt), moves: { increment: 1 } }),
    },
  });
}

/** Writes the statuses that an update states. A revision keeps the old status of a component that the update already stated. */
export async function writeImpacts(
  tx: IncidentTransaction,
  { incidentId, updateId }: { incidentId: number; updateId: number },
  impacts: UpdatePlan['impacts'],
): Promise<void> {
  for (const { componentId, oldStatus, newStatus } of impacts) {
    await tx.incidentImpact.upsert({
      where: { updateId_componentId: { updateId, componentId } },
      create: { updateId, componentId, oldStatus, newStatus },
      update: { newStatus },
    });
    await nameComponent(tx, incidentId, componentId, newStatus);
  }
}
