import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { endSubscriber } from '#server/subscribers/end-subscriber';
import { subscriberIdSchema } from '#server/subscribers/schemas';

/**
 * Ends a subscription and all others of its address, and erases the address, also from subscriptions that ended before, requests and the suppression list.
 * Deliveries stay without an address.
 * Errors: forbidden, invalid_input, not_found.
 */
export async function eraseSubscriber(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'subscriber:write');
  const { id } = parseInput(subscriberIdSchema, input);
  const isErased = await ctx.prisma.$transaction(async (tx) => {
    const found = await tx.subscriber.findUnique({
      where: { publicId: id },
      select: { channel: true, address: true, ownerEmail: true },
    });
    if (!found?.address) return false;
    const { channel, address, ownerEmail } = found;
    const addresses = [address, ownerEmail].filter((one) => one !== null);
    await tx.subscriptionRequest.deleteMany({
      where: { OR: [{ address: { in: addresses } }, { recipient: { in: addresses } }] },
    });
    await tx.suppression.deleteMany({ where: { address: { in: addresses } } });
    await tx.delivery.updateMany({ where: { subscriber: { channel, address } }, data: { answer: null } }); // an answer may contain the address
    const all = await tx.subscriber.findMany({ where: { channel, address }, select: { publicId: true } });
    for (const { publicId } of all) await endSubscriber(tx, ctx, publicId, 'erased');
    return true;
  });
  if (!isErased) throw new AppError('not_found', 'Subscriber not found.');
}
