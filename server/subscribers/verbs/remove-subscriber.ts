import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { endSubscriber } from '#server/subscribers/end-subscriber';
import { subscriberIdSchema } from '#server/subscribers/schemas';

/** Ends a subscription at the wish of staff. Errors: forbidden, invalid_input, not_found. */
export async function removeSubscriber(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'subscriber:write');
  const { id } = parseInput(subscriberIdSchema, input);
  if (!(await ctx.prisma.$transaction((tx) => endSubscriber(tx, ctx, id, 'removed'))))
    throw new AppError('not_found', 'Subscriber not found.');
}
