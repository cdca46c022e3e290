import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { endAccess } from '#server/identity/people/end-access';
import { parseInput } from '#server/identity/people/parse-input';
import { hashPassword, isPassword } from '#server/identity/sign-in/password-hash';
import { newPassword, PASSWORD_LENGTH_MAX } from '#server/identity/sign-in/password-schema';
import { throttle } from '#server/identity/sign-in/throttle';
import type { Visit } from '#server/identity/sign-in/visit';

const inputSchema = z.strictObject({ current: z.string().min(1).max(PASSWORD_LENGTH_MAX), next: newPassword });

/** Changes one's own password and ends all one's sessions, this one too. Errors: forbidden, invalid_input, too_many_tries, overloaded. */
export async function changePassword(ctx: ActingContext, visit: Visit, input: unknown): Promise<void> {
  authorize(ctx, 'account:write');
  const { current, next } = parseInput(inputSchema, input);
  if (ctx.actor.kind !== 'staff') throw new AppError('forbidden', 'Only a person has a password.');
  const staffId = ctx.actor.id;
  const account = await ctx.prisma.staffAccount.findFirst({
    where: { staffId, providerId: 'credential' },
    select: { id: true, password: true, staff: { select: { email: true } } },
  });
  if (!account?.password) throw new AppError('invalid_input', 'You have no password here: you sign in elsewhere.');
  const forget = await throttle(ctx, visit, account.staff.email);
  if (!(await isPassword(account.password, current)))
    throw new AppError('invalid_input', 'This is not your current password.');
  await forget();
  const password = await hashPassword(next);
  await ctx.prisma.$transaction(async (tx) => {
    const isSame = { id: account.id, password: account.password };
    const { count } = await tx.staffAccount.updateMany({
      where: isSame,
      data: { password, updatedAt: new Date(ctx.clock.now()) },
    });
    if (count !== 1) throw new AppError('invalid_input', 'Your password was changed meanwhile.');
    await endAccess(tx, staffId);
    await appendAudit(tx, ctx, {
      action: 'password:change',
      object: { kind: 'staff', id: staffId },
      before: null,
      after: null,
    });
  });
}
