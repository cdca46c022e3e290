import type { MonitoringReport } from '#domain/automation/monitoring-report';
import { isOpenState } from '#domain/incident/incident';
import type { IncidentPatch, UpdatePlan } from '#domain/incident/plan-update';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import { type IncidentTransaction, nameComponent } from '#server/incidents/sql/incident-writes';
import { newPublicId } from '#server/random';
import { type Author, authorOf } from './author.ts';
import { cancelNotifications } from './cancel-notifications.ts';

export type NewUpdate = {
  plan: UpdatePlan;
  body: string;
  rendered: Rendered;
  /** When its notification is due, if not at once. */
  notifyAt?: Instant;
  /** What monitoring reported, for an automatic update. */
  reports?: MonitoringReport[];
  /** The author, if that is not the actor. */
  writtenBy?: Author | undefined;
};

/** Writes a planned update: its row, the statuses of components, and the incident. Returns the update. */
export async function writeUpdate(
  tx: IncidentTransaction,
  ctx: ActingContext,
  { id: incidentId }: { id: number },
  { plan, body, rendered, notifyAt, reports = [], writtenBy = authorOf(ctx) }: NewUpdate,
): Promise<{ id: number; publicId: string }> {
  const now = new Date(ctx.clock.now());
  const { state, audience, whatYouCanDo } = plan.update;
  const occurredAt = new Date(plan.update.occurredAt);
  const text = { body, ...rendered, whatYouCanDo };
  if (!isOpenState(state)) await cancelNotifications(tx, { incidentId }, now); // a failure that is over needs none
  const written = await tx.incidentUpdate.create({
    data: {
      publicId: newPublicId(ctx.random),
      incidentId,
      state,
      ...text,
      audience: [...audience],
      notifies: plan.notifies,
      notifyAt: plan.notifies ? new Date(notifyAt ?? now) : null,
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
