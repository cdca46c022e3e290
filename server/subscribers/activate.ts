import { EVENT_KINDS } from '#domain/delivery/kind';
import type { Prisma } from '#prisma';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { endSubscriber } from '#server/subscribers/end-subscriber';
import type { LinkedSubscriber } from '#server/subscribers/sql/linked-subscriber';

const INACTIVE = ['unconfirmed', 'suppressed', 'quarantined', 'disabled'];

/** Returns the context of a subscriber who acts by a mailed link. */
export function asSubscriber(ctx: Context): ActingContext {
  return { ...ctx, actor: { kind: 'system', name: 'subscriber' } };
}

/** Makes a subscription active whose owner has proved the address, and lifts its suppression. A repeat changes nothing. */
export async function activate(
  tx: Prisma.TransactionClient,
  ctx: Context,
  { id, address, ownerEmail }: LinkedSubscriber,
): Promise<void> {
  const now = new Date(ctx.clock.now());
  const [activated] = await tx.subscriber.updateManyAndReturn({
    where: { publicId: id, OR: [{ state: { in: INACTIVE } }, { failingSince: { not: null }, state: 'active' }] },
    data: {
      state: 'active',
      stateReason: null,
      stateAt: now,
      confirmedAt: now,
      refusals: 0,
      failingSince: null,
    },
    select: { channel: true },
  });
  if (!activated) return;
  await endCovered(tx, ctx, id);
  const proved = ownerEmail ?? address ?? '';
  await tx.suppression.deleteMany({ where: { address: proved } });
  await appendAudit(tx, asSubscriber(ctx), {
    action: 'subscriber:confirm',
    object: { kind: 'subscriber', id },
    before: null,
    after: { state: 'active', ...activated },
  });
}

/** Ends subscriptions of the same address to single incidents if this one includes every incident, so that it gets each message once. */
async function endCovered(tx: Prisma.TransactionClient, ctx: Context, publicId: string): Promise<void> {
  const covering = await tx.subscriber.findFirst({
    where: { publicId, incidentId: null, hasAllComponents: true, minimumImpact: 1 },
    select: { channel: true, address: true, kinds: true },
  });
  if (covering?.kinds.length !== EVENT_KINDS.length) return;
  const { channel, address } = covering;
  const covered = await tx.subscriber.findMany({
    where: { channel, address, incidentId: { not: null }, state: { not: 'ended' } },
    select: { publicId: true },
  });
  for (const one of covered) await endSubscriber(tx, asSubscriber(ctx), one.publicId, 'covered');
}
