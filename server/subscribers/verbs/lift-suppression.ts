import { type ActingContext, authorize } from '#server/actor';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';
import { auditSuppression } from '#server/subscribers/audit-suppression';
import { suppressSchema } from '#server/subscribers/schemas';

/** Removes an address from the suppression list. Its confirmed subscriptions are active again. Errors: forbidden, invalid_input, not_found. */
export async function liftSuppression(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'subscriber:write');
  const { address } = parseInput(suppressSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.suppression.deleteMany({ where: { address } });
    if (count === 0) throw new AppError('not_found', 'This address is not on the suppression list.');
    await tx.subscriber.updateMany({
      where: { channel: 'email', address, state: 'suppressed', confirmedAt: { not: null } },
      data: { state: 'active', stateReason: null, stateAt: new Date(ctx.clock.now()), refusals: 0 },
    });
    await auditSuppression(tx, ctx, 'suppression:lift', address);
  });
}
