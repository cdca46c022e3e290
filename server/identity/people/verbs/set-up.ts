import { z } from 'zod';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { hashOfOpaqueToken, newOpaqueToken } from '#server/identity/opaque-token';
import { countAdmins } from '#server/identity/people/admins';
import { createPerson } from '#server/identity/people/create-person';
import { parseInput } from '#server/identity/people/parse-input';
import { hashPassword } from '#server/identity/sign-in/password-hash';
import { emailAddress, newPassword, personName } from '#server/identity/sign-in/password-schema';
import { lockAdmins } from '#server/identity/sql/lock-admins';
import { hasAdmin, storeSetUp } from '#server/identity/sql/set-up';

const LINK_MS_MAX = 86_400_000;
const inputSchema = z.strictObject({ token: z.string(), name: personName, email: emailAddress, password: newPassword });

/** Returns a new link to the page that creates the first admin, or null if there is an admin. The link is printed at the start and stored nowhere. */
export async function beginSetUp(ctx: Context): Promise<string | null> {
  if (await hasAdmin(ctx.staff)) return null;
  const { text, hash } = newOpaqueToken(ctx.random);
  const now = ctx.clock.now();
  await storeSetUp(ctx.staff, hash, now, now + LINK_MS_MAX);
  return `${ctx.publicOrigin}/set-up/${text}`;
}

/** Returns whether a set-up link can be used. */
export async function isSetUpOpen(ctx: Context, token: string): Promise<boolean> {
  const tokenHash = hashOfOpaqueToken(token);
  if (!tokenHash) return false;
  const found = await ctx.prisma.invitation.count({
    where: { kind: 'set_up', tokenHash, usedAt: null, expiresAt: { gt: new Date(ctx.clock.now()) } },
  });
  return found === 1 && !(await hasAdmin(ctx.staff));
}

/** Creates the first admin. Of several attempts at once, only one succeeds. Errors: invalid_input, not_found, too_many_attempts. */
export async function completeSetUp(ctx: Context, input: unknown): Promise<void> {
  const { token, name, email, password } = parseInput(inputSchema, input);
  const gone = new AppError('not_found', 'This link has expired or was already used. Restart Candor to get a new one.');
  const tokenHash = hashOfOpaqueToken(token);
  if (!tokenHash || !(await isSetUpOpen(ctx, token))) throw gone;
  const passwordHash = await hashPassword(password, ctx.passwordLog2Cost);
  await ctx.prisma.$transaction(async (tx) => {
    await lockAdmins(tx);
    const at = new Date(ctx.clock.now());
    const { count } = await tx.invitation.updateMany({
      where: { kind: 'set_up', tokenHash, usedAt: null, expiresAt: { gt: at } },
      data: { usedAt: at },
    });
    if (count !== 1 || (await countAdmins(tx)) > 0) throw gone;
    await tx.invitation.deleteMany({ where: { kind: 'set_up', usedAt: null } });
    const id = await createPerson(tx, ctx, { email, name, role: 'admin', passwordHash });
    const actor = { kind: 'system', name: 'set-up' } as const;
    await appendAudit(
      tx,
      { ...ctx, actor },
      { action: 'staff:create', object: { kind: 'staff', id }, before: null, after: { role: 'admin' } },
    );
  });
}
