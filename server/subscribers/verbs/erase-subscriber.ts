import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { endSubscriber } from '#server/subscribers/end-subscriber';
import { subscriberIdSchema } from '#server/subscribers/schemas';

/**
 * Ends a subscription and erases the address, also from requests and from the suppression list. Its deliveries stay without an address.
 * Errors: forbidden, invalid_input, not_found.
 */
export async function eraseSubscriber(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'subscriber:write');
  const { id } = parseInput(subscriberIdSchema, input);
  const isErased = await ctx.prisma.$transaction(async (tx) => {
    const found = await tx.subscriber.findUnique({
      where: { publicId: id },
      select: { id: true, address: true, ownerEmail: true },
    });
    const addresses = [found?.address, found?.ownerEmail].filter((one) => typeof one === 'string');
    await tx.subscriptionRequest.deleteMany({
      where: { OR: [{ address: { in: addresses } }, { recipient: { in: addresses } }] },
    });
    await tx.suppression.deleteMany({ where: { address: { in: addresses } } });
    await tx.delivery.updateMany({ where: { subscriberId: found?.id ?? 0 }, data: { answer: null } }); // an answer may contain the address
    return endSubscriber(tx, ctx, id, 'erased');
  });
  if (!isErased) throw new AppError('not_found', 'Subscriber not found.');
}
