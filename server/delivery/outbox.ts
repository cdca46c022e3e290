import { type EventKind, kindOfRevision } from '#domain/delivery/kind';
import type { Instant } from '#domain/time/interval';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { newPublicId } from '#server/random';

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
};

/** An event that was not sent yet. */
export type WaitingEvent = { id: bigint; kind: EventKind; dueAt: Instant };

/** Publishes an event, in the transaction of the change. Nothing else starts a delivery to subscribers. */
export async function publishEvent(
  tx: Prisma.TransactionClient,
  ctx: Pick<Context, 'clock' | 'random'>,
  { occurredAt, dueAt, ...event }: NewEvent,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  await tx.event.create({
    data: {
      publicId: newPublicId(ctx.random),
      ...event,
      occurredAt: new Date(occurredAt),
      createdAt: now,
      dueAt: dueAt === undefined ? now : new Date(dueAt),
    },
  });
}

/** Returns the event that will notify subscribers of an update; null if there is none, or it is not waiting any more. */
export async function waitingEvent(tx: Prisma.TransactionClient, updateId: number): Promise<WaitingEvent | null> {
  const found = await tx.event.findFirst({
    where: { updateId, outcome: null, notifies: true, recipients: 'scope' },
    select: { id: true, kind: true, dueAt: true },
  });
  return found && { id: found.id, kind: found.kind as EventKind, dueAt: found.dueAt.getTime() }; // the table's CHECK lists the kinds
}

/** Delays a waiting event, whose update was revised by a change of a kind. */
export async function delayEvent(
  tx: Prisma.TransactionClient,
  { id, kind }: WaitingEvent,
  { dueAt, revisedBy }: { dueAt: Instant; revisedBy: EventKind },
): Promise<void> {
  await tx.event.updateMany({
    where: { id, outcome: null },
    data: { dueAt: new Date(dueAt), kind: kindOfRevision(kind, revisedBy) },
  });
}

/** Cancels the events of these updates that are not due yet, whose updates then notify no one. */
export async function cancelEvents(
  tx: Prisma.TransactionClient,
  event: { incidentId: number; updateId?: number },
  now: Date,
): Promise<void> {
  const waiting = { ...event, outcome: null, notifies: true, dueAt: { gt: now } };
  const cancelled = await tx.event.findMany({ where: waiting, select: { id: true, updateId: true } });
  await tx.event.updateMany({
    where: { id: { in: cancelled.map(({ id }) => id) } },
    data: { outcome: 'cancelled', notifies: false },
  });
  const updateIds = cancelled.flatMap(({ updateId }) => updateId ?? []);
  await tx.incidentUpdate.updateMany({ where: { id: { in: updateIds } }, data: { notifies: false } });
}
