import { type ActingContext, authorize } from '#server/actor';
import { idSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/** Removes a destination and its address. The history of its deliveries stays. Errors: forbidden, invalid_input, not_found. */
export async function removeDestination(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(idSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    const where = { id, OR: [{ stoppedAt: null }, { stoppedBecause: 'gone' }] };
    const ended = { stoppedAt: new Date(ctx.clock.now()), stoppedBecause: 'removed', address: null, routingKey: null };
    const [removed] = await tx.alertDestination.updateManyAndReturn({ where, data: ended, select: { kind: true } });
    if (!removed) throw new AppError('not_found', 'Alert destination not found.');
    await appendAudit(tx, ctx, {
      action: 'alert-destination:remove',
      object: { kind: 'alert-destination', id },
      before: removed,
      after: null,
    });
  });
}
