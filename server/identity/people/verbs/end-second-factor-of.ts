import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { endAccess } from '#server/identity/people/end-access';
import { parseInput } from '#server/identity/people/parse-input';
import { textLine } from '#server/markdown/plain-text';

const inputSchema = z.strictObject({ id: textLine(64).min(1) });

/**
 * Removes the second factor of another person, who has lost it, and ends all their sessions. Errors: forbidden,
 * invalid_input, not_found.
 */
export async function endSecondFactorOf(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id } = parseInput(inputSchema, input);
  if (ctx.actor.kind === 'staff' && ctx.actor.id === id)
    throw new AppError('invalid_input', 'Turn off your own two-factor authentication under “Your account”.');
  await ctx.prisma.$transaction(async (tx) => {
    if ((await tx.staff.count({ where: { id } })) === 0) throw new AppError('not_found', 'Staff account not found.');
    const { count } = await tx.secondFactor.deleteMany({ where: { staffId: id } });
    if (count === 0) throw new AppError('invalid_input', 'Two-factor authentication is already off for this account.');
    await endAccess(tx, id);
    await appendAudit(tx, ctx, {
      action: 'second_factor:end',
      object: { kind: 'staff', id },
      before: null,
      after: null,
    });
  });
}
