import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { endAccess } from '#server/identity/people/end-access';
import { parseInput } from '#server/identity/people/parse-input';
import { hashPassword, isPassword } from '#server/identity/sign-in/password-hash';
import { newPassword, PASSWORD_LENGTH_MAX } from '#server/identity/sign-in/password-schema';
import type { Client } from '#server/identity/sign-in/request-client';
import { throttle } from '#server/identity/sign-in/throttle';

const inputSchema = z.strictObject({ current: z.string().min(1).max(PASSWORD_LENGTH_MAX), next: newPassword });

/** Changes the password of the signed-in person and ends all their sessions, this one too. Errors: forbidden, invalid_input, too_many_attempts, conflict. */
export async function changePassword(ctx: ActingContext, client: Client, input: unknown): Promise<void> {
  authorize(ctx, 'account:write');
  const { current, next } = parseInput(inputSchema, input);
  if (ctx.actor.kind !== 'staff')
    throw new AppError('forbidden', 'API tokens have no password. Sign in to the console.');
  const staffId = ctx.actor.id;
  const select = { email: true, passwordHash: true };
  const { email, passwordHash } = await ctx.prisma.staff.findUniqueOrThrow({ where: { id: staffId }, select });
  const { forget } = await throttle(ctx, client, email);
  if (!(await isPassword(passwordHash, current, 'known')))
    throw new AppError('invalid_input', 'Current password is incorrect. Try again.');
  await forget();
  const nextHash = await hashPassword(next, ctx.passwordLog2Cost);
  await ctx.prisma.$transaction(async (tx) => {
    const isSame = { id: staffId, passwordHash };
    const { count } = await tx.staff.updateMany({ where: isSame, data: { passwordHash: nextHash } });
    if (count !== 1) throw new AppError('conflict', 'Your password has just been changed. Sign in again.');
    await endAccess(tx, staffId);
    await appendAudit(tx, ctx, {
      action: 'password:change',
      object: { kind: 'staff', id: staffId },
      before: null,
      after: null,
    });
  });
}
