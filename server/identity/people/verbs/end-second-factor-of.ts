import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { clearSecondFactor } from '#server/identity/people/clear-second-factor';
import { endAccess } from '#server/identity/people/end-access';
import { parseInput } from '#server/identity/people/parse-input';
import { textLine } from '#server/markdown/plain-text';

const inputSchema = z.strictObject({ id: textLine(64).min(1) });

/**
 * Takes the second factor of a person away who has lost it, and ends all their sessions. One's own is ended with one's password instead.
 * Errors: forbidden, invalid_input, not_found.
 */
export async function endSecondFactorOf(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id } = parseInput(inputSchema, input);
  if (ctx.actor.kind === 'staff' && ctx.actor.id === id)
    throw new AppError('invalid_input', 'End your own second factor under “Your account”.');
  await ctx.prisma.$transaction(async (tx) => {
    if ((await tx.staff.count({ where: { id } })) === 0) throw new AppError('not_found', 'There is no such person.');
    if (!(await clearSecondFactor(tx, ctx, id)))
      throw new AppError('invalid_input', 'This person has no second factor.');
    await endAccess(tx, id);
    await appendAudit(tx, ctx, {
      action: 'second_factor:end',
      object: { kind: 'staff', id },
      before: null,
      after: null,
    });
  });
}
