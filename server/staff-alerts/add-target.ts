import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { parseInput } from '../staff/parse-input.ts';
import { targetSchema } from './schemas.ts';

const TARGETS_MAX = 50;

/** Has staff alerts told to an address from now on, those that are on already too. Errors: forbidden, invalid_input, conflict. */
export async function addTarget(ctx: ActingContext, input: unknown): Promise<{ id: number }> {
  authorize(ctx, 'setting:write');
  const { kind, name, address } = parseInput(targetSchema, input);
  return ctx.prisma.$transaction(async (tx) => {
    if ((await tx.staffAlertTarget.count({ where: { stoppedAt: null } })) >= TARGETS_MAX)
      throw new AppError('conflict', `There are ${TARGETS_MAX} targets, which is the most: remove one first.`);
    const { id } = await tx.staffAlertTarget.create({ data: { kind, name, address, createdAt: new Date(ctx.clock.now()) }, select: { id: true } });
    await appendAudit(tx, ctx, { action: 'alert-target:add', object: { kind: 'alert-target', id }, before: null, after: { kind } });
    return { id };
  });
}
