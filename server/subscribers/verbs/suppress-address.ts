import { type ActingContext, authorize } from '#server/actor';
import { parseInput } from '#server/identity/people/parse-input';
import { auditSuppression } from '#server/subscribers/audit-suppression';
import { suppressSchema } from '#server/subscribers/schemas';

/** Adds an address to the suppression list: it receives nothing until its owner confirms again. A repeat changes nothing. Errors: forbidden, invalid_input. */
export async function suppressAddress(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'subscriber:write');
  const { address, detail } = parseInput(suppressSchema, input);
  const at = new Date(ctx.clock.now());
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.suppression.createMany({
      data: [{ address, reason: 'staff', detail: detail || null, createdAt: at }],
      skipDuplicates: true,
    });
    await tx.subscriber.updateMany({
      where: { channel: 'email', address, state: 'active' },
      data: { state: 'suppressed', stateReason: 'staff', stateAt: at },
    });
    if (count > 0) await auditSuppression(tx, ctx, 'suppression:add', address);
  });
}
