import { z } from 'zod';
import type { Role } from '#domain/access/permission';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { hashOfOpaqueToken } from '#server/identity/opaque-token';
import { endAccess } from '#server/identity/people/end-access';
import { parseInput } from '#server/identity/people/parse-input';
import { hashPassword } from '#server/identity/sign-in/password-hash';
import { newPassword } from '#server/identity/sign-in/password-schema';

const inputSchema = z.strictObject({ token: z.string(), password: newPassword });

/** Returns for whom a link sets a new password, or null if the link cannot be used, for whatever reason. */
export async function openReset(
  ctx: Context,
  token: string,
): Promise<{ email: string; clearsSecondFactor: boolean } | null> {
  const found = await usable(ctx, token);
  return found && { email: found.staff.email, clearsSecondFactor: found.clearsSecondFactor };
}

async function usable({ prisma, clock }: Context, token: string) {
  const tokenHash = hashOfOpaqueToken(token);
  if (!tokenHash) return null;
  return prisma.accessReset.findFirst({
    where: { tokenHash, expiresAt: { gt: new Date(clock.now()) }, staff: { deactivatedAt: null } },
    select: {
      id: true,
      clearsSecondFactor: true,
      staff: { select: { id: true, email: true, name: true, role: true } },
    },
  });
}

/** Sets the password of the person for whom the link was created, once, and ends all their sessions. Errors: invalid_input, not_found, too_many_attempts. */
export async function resetPassword(ctx: Context, input: unknown): Promise<void> {
  const { token, password } = parseInput(inputSchema, input);
  const gone = new AppError('not_found', 'This link has expired or was already used. Request a new one.');
  const found = await usable(ctx, token);
  if (!found) throw gone;
  const { id: staffId, name, role } = found.staff;
  const passwordHash = await hashPassword(password, ctx.passwordLog2Cost);
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.accessReset.deleteMany({ where: { id: found.id } });
    if (count !== 1) throw gone; // something else has ended it since
    await tx.staff.update({ where: { id: staffId }, data: { passwordHash }, select: { id: true } });
    if (found.clearsSecondFactor) await tx.secondFactor.deleteMany({ where: { staffId } });
    await endAccess(tx, staffId);
    const actor = { kind: 'staff', id: staffId, name, role: role as Role } as const; // the database checks the role
    const after = { clearsSecondFactor: found.clearsSecondFactor };
    await appendAudit(
      tx,
      { ...ctx, actor },
      { action: 'password:reset', object: { kind: 'staff', id: staffId }, before: null, after },
    );
  });
}
