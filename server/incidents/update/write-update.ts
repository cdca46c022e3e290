import type { AutomaticNews } from '#domain/automation/automatic-news';
import { type Audience, type IncidentState, isOpenState } from '#domain/incident/incident';
import { type IncidentTimes, timesAfter } from '#domain/incident/incident-times';
import type { Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import type { ActingContext } from '#server/actor';
import type { Rendered } from '#server/context';
import { type IncidentTransaction, nameComponent } from '#server/incidents/sql/incident-writes';
import { newPublicId } from '#server/random';
import { type Author, authorOf } from './author.ts';
import { cancelNotifications } from './cancel-notifications.ts';

/** `old`: what was said of the component before, where that is not what is stored. */
export type Affected = { componentId: number; status: Stated; old?: Stated };

export type NewUpdate = {
  state: IncidentState;
  body: string;
  rendered: Rendered;
  audience: readonly Audience[];
  notifies: boolean;
  /** When its notification is due, where that is not at once. */
  notifyAt?: Instant;
  occurredAt: Instant;
  /** When it moved, where that is not now: incident automation goes by the time that is evaluated. */
  movedAt?: Instant;
  nextUpdateBy?: Instant | null;
  affected: readonly Affected[];
  /** What monitoring reported, where it is an automatic update. */
  news?: AutomaticNews[];
  /** Who wrote it, where that is not whoever acts. */
  writtenBy?: Author | undefined;
};
export type Target = {
  id: number;
  state: string;
  publicAt: Date | null;
  monitoringAt: Date | null;
  resolvedAt: Date | null;
};

/** Adds an update to an incident and moves it: its state, what it says of components, whether it is public. Returns the update. */
export async function writeUpdate(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: Target,
  update: NewUpdate,
): Promise<{ id: number; publicId: string }> {
  const now = new Date(ctx.clock.now());
  const occurredAt = new Date(Math.min(update.occurredAt, now.getTime()));
  const { state, body, writtenBy = authorOf(ctx) } = update;
  const said = { body, ...update.rendered };
  if (!isOpenState(state)) await cancelNotifications(tx, { incidentId: incident.id }, now); // of a failure after its end
  const written = await tx.incidentUpdate.create({
    data: {
      publicId: newPublicId(ctx.random),
      incidentId: incident.id,
      state,
      ...said,
      audience: [...update.audience],
      notifies: update.notifies,
      notifyAt: update.notifies ? new Date(update.notifyAt ?? now) : null,
      ...writtenBy,
      occurredAt,
      publishedAt: now,
      nextUpdateBy: update.nextUpdateBy == null ? null : new Date(update.nextUpdateBy),
      news: update.news ?? [],
      versions: { create: { version: 1, ...said, occurredAt, savedAt: now, ...writtenBy } },
    },
    select: { id: true, publicId: true },
  });
  await writeImpacts(tx, incident.id, written.id, update.affected);
  await moveIncident(tx, ctx, incident, { ...update, occurredAt: occurredAt.getTime() });
  return written;
}

type Moved = Pick<NewUpdate, 'state' | 'audience' | 'occurredAt' | 'movedAt'>;

/** Moves an incident to where an update puts it, and says when readers were last given anything new. */
export async function moveIncident(
  tx: IncidentTransaction,
  ctx: ActingContext,
  incident: Target,
  { state, audience, occurredAt, movedAt }: Moved,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  const isMove = state !== incident.state;
  await tx.incident.update({
    where: { id: incident.id },
    data: {
      state,
      updatedAt: now,
      ...(isMove ? { movedAt: movedAt === undefined ? now : new Date(movedAt), moves: { increment: 1 } } : {}),
      ...dates(timesAfter(instants(incident), { state, occurredAt })),
      ...(audience.includes('public') ? { publicAt: incident.publicAt ?? now, publicUpdatedAt: now } : {}),
    },
  });
}

function instants({ monitoringAt, resolvedAt }: Target): IncidentTimes {
  return { monitoringAt: monitoringAt?.getTime() ?? null, resolvedAt: resolvedAt?.getTime() ?? null };
}

/** Times of an incident as they are stored. */
export function dates({ monitoringAt, resolvedAt }: IncidentTimes): {
  monitoringAt: Date | null;
  resolvedAt: Date | null;
} {
  return {
    monitoringAt: monitoringAt === null ? null : new Date(monitoringAt),
    resolvedAt: resolvedAt === null ? null : new Date(resolvedAt),
  };
}

/** Stores what an update says of components; what its incident said of them before it stays where the update said something of them already. */
export async function writeImpacts(
  tx: IncidentTransaction,
  incidentId: number,
  updateId: number,
  affected: readonly Affected[],
): Promise<void> {
  const stored = await tx.incidentComponent.findMany({
    where: { incidentId },
    select: { componentId: true, status: true },
  });
  const before = new Map(stored.map(({ componentId, status }) => [componentId, status]));
  for (const { componentId, status, old } of affected) {
    const oldStatus = old ?? before.get(componentId) ?? 'operational';
    const where = { updateId_componentId: { updateId, componentId } };
    await tx.incidentImpact.upsert({
      where,
      create: { updateId, componentId, oldStatus, newStatus: status },
      update: { newStatus: status },
    });
    await nameComponent(tx, incidentId, componentId, status);
  }
}
