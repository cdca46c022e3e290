import { type ActingContext, authorize } from '#server/actor';
import { assertDestinationLimit } from '#server/alerting/assert-destination-limit';
import { idSchema } from '#server/alerting/schemas';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { parseInput } from '#server/identity/people/parse-input';

/** Resumes a destination that was stopped because its receiver answered 410 Gone. Errors: forbidden, invalid_input, not_found, conflict. */
export async function resumeDestination(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(idSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    await assertDestinationLimit(tx);
    const where = { id, stoppedBecause: 'gone', address: { not: null } };
    const resumed = { stoppedAt: null, stoppedBecause: null, provedAt: new Date(ctx.clock.now()) };
    const [destination] = await tx.alertDestination.updateManyAndReturn({
      where,
      data: resumed,
      select: { kind: true },
    });
    if (!destination) throw new AppError('not_found', 'Alert destination not found, or not stopped.');
    await appendAudit(tx, ctx, {
      action: 'alert-destination:resume',
      object: { kind: 'alert-destination', id },
      before: null,
      after: destination,
    });
  });
}
