import type { Prisma } from '#prisma';
import type { ActingContext } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';

/**
 * Why a subscription ended. The address of an unsubscribed one stays, so that an import does not add it again;
 * `erased` removes it. `covered`: another subscription of the address includes it.
 */
type EndReason = 'unsubscribed' | 'removed' | 'erased' | 'covered';
const ACTIONS = {
  unsubscribed: 'subscriber:unsubscribe',
  removed: 'subscriber:remove',
  erased: 'subscriber:erase',
  covered: 'subscriber:cover',
} as const;
const ERASED = { address: null, ownerEmail: null };

/**
 * Ends a subscription in the transaction of the caller; deliveries that still wait are dropped when they are due. Returns whether it
 * changed anything: a repeat does not, but erasing also removes the address of a subscription that has ended.
 */
export async function endSubscriber(
  tx: Prisma.TransactionClient,
  ctx: Pick<ActingContext, 'actor' | 'clock'>,
  publicId: string,
  reason: EndReason,
): Promise<boolean> {
  const isErased = reason === 'erased';
  const [ended] = await tx.subscriber.updateManyAndReturn({
    where: { publicId, ...(isErased ? { address: { not: null } } : { state: { not: 'ended' } }) },
    data: {
      state: 'ended',
      stateReason: reason,
      stateAt: new Date(ctx.clock.now()),
      secret: null,
      earlierSecrets: [],
      ...(isErased ? ERASED : {}),
    },
    select: { channel: true },
  });
  if (ended)
    await appendAudit(tx, ctx, {
      action: ACTIONS[reason],
      object: { kind: 'subscriber', id: publicId },
      before: ended,
      after: null,
    });
  return ended !== undefined;
}
