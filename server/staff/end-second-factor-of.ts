import { z } from 'zod';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { textLine } from '../plain-text.ts';
import { clearSecondFactor } from './clear-second-factor.ts';
import { endWaysIn } from './end-ways-in.ts';
import { parseInput } from './parse-input.ts';

const inputSchema = z.strictObject({ id: textLine(64).min(1) });

/**
 * Takes the second factor of a person away who has lost it, and ends all their sessions. One's own is ended with one's password instead.
 * Errors: forbidden, invalid_input, not_found.
 */
export async function endSecondFactorOf(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'staff:write');
  const { id } = parseInput(inputSchema, input);
  if (ctx.actor.kind === 'staff' && ctx.actor.id === id) throw new AppError('invalid_input', 'End your own second factor under “Your account”.');
  await ctx.prisma.$transaction(async (tx) => {
    if ((await tx.staff.count({ where: { id } })) === 0) throw new AppError('not_found', 'There is no such person.');
    if (!(await clearSecondFactor(tx, ctx, id))) throw new AppError('invalid_input', 'This person has no second factor.');
    await endWaysIn(tx, id);
    await appendAudit(tx, ctx, { action: 'second_factor:end', object: { kind: 'staff', id }, before: null, after: null });
  });
}
