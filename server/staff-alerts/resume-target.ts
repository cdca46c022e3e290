import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { parseInput } from '../staff/parse-input.ts';
import { demandRoom } from './demand-room.ts';
import { oneSchema } from './schemas.ts';

/** Tells alerts again to a target that said that it was gone. Errors: forbidden, invalid_input, not_found, conflict. */
export async function resumeTarget(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'setting:write');
  const { id } = parseInput(oneSchema, input);
  await ctx.prisma.$transaction(async (tx) => {
    await demandRoom(tx);
    const where = { id, stoppedBecause: 'gone', address: { not: null } };
    const resumed = { stoppedAt: null, stoppedBecause: null, provedAt: new Date(ctx.clock.now()) };
    const [target] = await tx.staffAlertTarget.updateManyAndReturn({ where, data: resumed, select: { kind: true } });
    if (!target) throw new AppError('not_found', 'There is no such target, or it is not stopped.');
    await appendAudit(tx, ctx, { action: 'alert-target:resume', object: { kind: 'alert-target', id }, before: null, after: target });
  });
}
