import { type ActingContext, authorize } from '#server/actor';
import { demandRoom } from '#server/alerting/demand-room';
import { oneSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/** Tells alerts again to a destination that said that it was gone. Errors: forbidden, invalid_input, not_found, conflict. */
export async function resumeDestination(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(oneSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    await demandRoom(tx);
    const where = { id, stoppedBecause: 'gone', address: { not: null } };
    const resumed = { stoppedAt: null, stoppedBecause: null, provedAt: new Date(ctx.clock.now()) };
    const [destination] = await tx.alertDestination.updateManyAndReturn({
      where,
      data: resumed,
      select: { kind: true },
    });
    if (!destination) throw new AppError('not_found', 'There is no such destination, or it is not stopped.');
    await appendAudit(tx, ctx, {
      action: 'alert-destination:resume',
      object: { kind: 'alert-destination', id },
      before: null,
      after: destination,
    });
  });
}
