import { z } from 'zod';
import type { Role } from '#domain/access/permission';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { hashOfOpaqueToken } from '#server/identity/opaque-token';
import { createPerson } from '#server/identity/people/create-person';
import { parseInput } from '#server/identity/people/parse-input';
import { hashPassword } from '#server/identity/sign-in/password-hash';
import { newPassword, personName } from '#server/identity/sign-in/password-schema';

const inputSchema = z.strictObject({ token: z.string(), name: personName, password: newPassword });

/** Returns the invitation of a link, or null if the link cannot be used, for whatever reason. */
export async function openInvitation(
  ctx: Context,
  token: string,
): Promise<{ id: number; email: string; role: Role } | null> {
  const tokenHash = hashOfOpaqueToken(token);
  if (!tokenHash) return null;
  const found = await ctx.prisma.invitation.findFirst({
    where: { kind: 'invitation', tokenHash, usedAt: null, expiresAt: { gt: new Date(ctx.clock.now()) } },
    select: { id: true, email: true, role: true },
  });
  return found?.email ? { id: found.id, email: found.email, role: found.role as Role } : null; // the database checks the role
}

/** Creates the account of the invited person, once per invitation. Errors: invalid_input, not_found, too_many_attempts. */
export async function acceptInvitation(ctx: Context, input: unknown): Promise<void> {
  const { token, name, password } = parseInput(inputSchema, input);
  const gone = new AppError(
    'not_found',
    'This link has expired or was already used. Ask an admin for a new invitation.',
  );
  const invitation = await openInvitation(ctx, token);
  if (!invitation) throw gone;
  const passwordHash = await hashPassword(password, ctx.passwordLog2Cost);
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.invitation.updateMany({
      where: { id: invitation.id, usedAt: null },
      data: { usedAt: new Date(ctx.clock.now()) },
    });
    if (count !== 1 || (await tx.staff.count({ where: { email: invitation.email } })) > 0) throw gone;
    const { email, role } = invitation;
    const id = await createPerson(tx, ctx, { email, name, role, passwordHash });
    const actor = { kind: 'staff', id, name, role } as const;
    await appendAudit(
      tx,
      { ...ctx, actor },
      {
        action: 'staff:create',
        object: { kind: 'staff', id },
        before: null,
        after: { role, invitation: invitation.id },
      },
    );
  });
}
