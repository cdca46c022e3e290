import { DbNull } from '@prisma/client/runtime/client';
import { type EventKind, kindOfRevision } from '#domain/delivery/kind';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { newPublicId } from '#server/random';
import { wake } from './wake.ts';

/** `scope`: the subscribers of the incident; `notified`: those who were notified of it; `readers`: those who were sent the update. */
type Recipients = 'scope' | 'notified' | 'readers';

/** A public change. `updateId`: the public update that it is about; null where it changes an incident without an update. */
type NewEvent = {
  incidentId: number;
  updateId: number | null;
  kind: EventKind;
  recipients: Recipients;
  notifies: boolean;
  occurredAt: Instant;
  /** When it may be sent, if not at once. */
  dueAt?: Instant | undefined;
  /** What undoing the update before that restores; left out if it cannot be undone. */
  undo?: Prisma.InputJsonObject | undefined;
};

/** An event that was not sent yet. */
export type WaitingEvent = { id: bigint; kind: EventKind; dueAt: Instant };

/**
 * Publishes an event, in the transaction of the change. Nothing else starts a delivery to subscribers. After a further update the one before can no longer
 * be undone, so that its event is due at once.
 */
export async function publishEvent(
  tx: Prisma.TransactionClient,
  ctx: Pick<Context, 'clock' | 'random'>,
  { occurredAt, dueAt, ...event }: NewEvent,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  if (event.recipients !== 'readers') await endUndo(tx, event.incidentId, now);
  await wake(tx, 'fan_out');
  await tx.event.create({
    data: {
      publicId: newPublicId(ctx.random),
      ...event,
      occurredAt: new Date(occurredAt),
      createdAt: now,
      dueAt: new Date(Math.max(dueAt ?? 0, now.getTime())), // the clock may have moved on since the caller read it
    },
  });
}

async function endUndo(tx: Prisma.TransactionClient, incidentId: number, now: Date): Promise<void> {
  await tx.event.updateMany({
    where: { incidentId, outcome: null, undo: { not: DbNull }, dueAt: { gt: now }, createdAt: { lte: now } },
    data: { dueAt: now, undo: DbNull },
  });
}

/** Returns the event that will notify subscribers of an update; null if no event is waiting. */
export async function waitingEvent(tx: Prisma.TransactionClient, updateId: number): Promise<WaitingEvent | null> {
  const found = await tx.event.findFirst({
    where: { updateId, outcome: null, notifies: true, recipients: 'scope' },
    select: { id: true, kind: true, dueAt: true },
  });
  return found && { id: found.id, kind: found.kind as EventKind, dueAt: found.dueAt.getTime() }; // the table's CHECK lists the kinds
}

/**
 * Delays a waiting event, whose update was revised by a change of a kind. If it was fanned out in the meantime, publishes another one, because its recipients
 * have the earlier text.
 */
export async function delayEvent(
  tx: Prisma.TransactionClient,
  ctx: Pick<Context, 'clock' | 'random'>,
  { id, kind }: WaitingEvent,
  { dueAt, revisedBy }: { dueAt: Instant; revisedBy: EventKind },
): Promise<void> {
  const { count } = await tx.event.updateMany({
    where: { id, outcome: null },
    data: { dueAt: new Date(dueAt), kind: kindOfRevision(kind, revisedBy) },
  });
  if (count > 0) return;
  const about = await tx.event.findUniqueOrThrow({ where: { id }, select: { incidentId: true, updateId: true } });
  const occurredAt = ctx.clock.now();
  await publishEvent(tx, ctx, { ...about, kind: revisedBy, recipients: 'scope', notifies: true, occurredAt, dueAt });
}

/** Which events a change cancels: those not due at a time, or also those that are due and wait to be fanned out, as during a pause. */
export type Cancelled = Date | 'all';

const waitingEvents = (cancelled: Cancelled) => ({
  outcome: null,
  notifies: true,
  ...(cancelled === 'all' ? {} : { dueAt: { gt: cancelled } }),
});

/** Returns the public ids of the events of an incident that closing it cancels. */
export async function cancellableEvents(
  tx: Prisma.TransactionClient,
  incidentId: number,
  cancelled: Cancelled,
): Promise<string[]> {
  const waiting = await tx.event.findMany({
    where: { incidentId, ...waitingEvents(cancelled) },
    select: { publicId: true },
  });
  return waiting.map(({ publicId }) => publicId);
}

/** Restores events cancelled by an update that was undone. They are due at once. */
export async function restoreEvents(
  tx: Prisma.TransactionClient,
  publicIds: readonly string[],
  now: Date,
): Promise<void> {
  const restored = await tx.event.findMany({
    where: { publicId: { in: [...publicIds] }, outcome: 'cancelled' },
    select: { id: true, updateId: true },
  });
  if (restored.length === 0) return;
  await tx.event.updateMany({
    where: { id: { in: restored.map(({ id }) => id) } },
    data: { outcome: null, notifies: true, dueAt: now, undo: DbNull },
  });
  const updateIds = restored.flatMap(({ updateId }) => updateId ?? []);
  await tx.incidentUpdate.updateMany({ where: { id: { in: updateIds } }, data: { notifies: true } });
  await wake(tx, 'fan_out');
}

/**
 * Cancels waiting events of an incident, or of one of its updates. Their updates then notify no one. Events that another process fans out now stay. Returns
 * whether subscribers who were not notified before lose one.
 */
export async function cancelEvents(
  tx: Prisma.TransactionClient,
  event: { incidentId: number; updateId?: number },
  which: Cancelled,
): Promise<boolean> {
  const cancelled = await tx.event.updateManyAndReturn({
    where: { ...event, ...waitingEvents(which) },
    data: { outcome: 'cancelled', notifies: false },
    select: { updateId: true, recipients: true },
  });
  const updateIds = cancelled.flatMap(({ updateId }) => updateId ?? []);
  await tx.incidentUpdate.updateMany({ where: { id: { in: updateIds } }, data: { notifies: false } });
  return cancelled.some(({ recipients }) => recipients === 'scope');
}

/**
 * Takes back the event of an update, and those of its corrections, if it can still be undone. Returns what undoing restores; null if it cannot be undone,
 * because its event is due. The events no longer name the update, which can then become internal.
 */
export async function undoEvent(tx: Prisma.TransactionClient, updateId: number, now: Date): Promise<Prisma.JsonValue> {
  const undoable = { updateId, outcome: null, undo: { not: DbNull }, dueAt: { gt: now } };
  const found = await tx.event.findFirst({ where: undoable, select: { undo: true } });
  const { count } = await tx.event.updateMany({ where: undoable, data: { outcome: 'undone', notifies: false } });
  if (!found || count === 0) return null;
  await tx.event.updateMany({ where: { updateId, outcome: null }, data: { outcome: 'undone', notifies: false } });
  await tx.event.updateMany({ where: { updateId }, data: { updateId: null, undo: DbNull } });
  return found.undo;
}
