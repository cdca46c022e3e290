import { z } from 'zod';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { lockStaff } from '#server/identity/sql/lock-staff';
import { awaitCode, beginSession } from './begin-session.ts';
import { type Cookie, removedCookie } from './cookies.ts';
import { rememberDevice } from './known-device.ts';
import { isPassword } from './password-hash.ts';
import { emailAddress, PASSWORD_LENGTH_MAX } from './password-schema.ts';
import type { Client } from './request-client.ts';
import { staffOfSession } from './staff-of-session.ts';
import { throttle } from './throttle.ts';

const passwordSchema = z.strictObject({ email: emailAddress, password: z.string().min(1).max(PASSWORD_LENGTH_MAX) });

export type SignedIn = { next: 'console' | 'second_factor'; cookies: readonly Cookie[] };

/** Returns the refusal of a sign-in. It is the same for every reason, so that it reveals nothing about the account. */
function wrong(): AppError {
  return new AppError('unauthenticated', 'E-mail address or password is incorrect. Try again.');
}

/**
 * Signs a person in by address and password, or asks for the code of the second factor if there is one. Errors:
 * unauthenticated, too_many_attempts, and conflict if the password was changed while it was checked.
 */
export async function signIn(ctx: Context, client: Client, input: unknown): Promise<SignedIn> {
  const parsed = passwordSchema.safeParse(input);
  if (!parsed.success) throw wrong();
  const { email, password } = parsed.data;
  const { isKnownDevice, forget } = await throttle(ctx, client, email);
  const found = await ctx.prisma.staff.findUnique({ where: { email }, select: { id: true, passwordHash: true } });
  const isRight = await isPassword(found?.passwordHash ?? null, password, isKnownDevice ? 'known' : 'anonymous');
  if (!found || !isRight) {
    ctx.log.debug({ clientAddress: client.address }, 'a sign-in failed');
    throw wrong();
  }
  const signedIn = await afterPassword(ctx, client, found);
  await forget();
  return signedIn.next === 'console'
    ? { ...signedIn, cookies: [...signedIn.cookies, await rememberDevice(ctx, email)] }
    : signedIn;
}

type Proven = { id: string; passwordHash: string };

/** Changing a password ends all sessions. The lock makes the change wait for the new session, or this sign-in for the change. */
function afterPassword(ctx: Context, client: Client, { id, passwordHash }: Proven): Promise<SignedIn> {
  return ctx.prisma.$transaction(async (tx) => {
    const staff = await lockStaff(tx, id);
    if (staff.passwordHash !== passwordHash)
      throw new AppError('conflict', 'Your password has just been changed. Sign in with the new one.');
    if (staff.deactivatedAt) throw wrong();
    const factors = await tx.secondFactor.count({ where: { staffId: id, confirmedAt: { not: null } } });
    return factors > 0
      ? { next: 'second_factor', cookies: [await awaitCode(tx, ctx, client, id)] }
      : { next: 'console', cookies: await beginSession(tx, ctx, client, { staff, how: 'password' }) };
  });
}

/** Ends the session that the request came with, audited, and removes the cookies of the sign-in. */
export async function signOut(ctx: Context, client: Client): Promise<readonly Cookie[]> {
  const live = await staffOfSession(ctx, client);
  if (live) {
    const { actor, sessionId } = live;
    await ctx.prisma.$transaction(async (tx) => {
      const { count } = await tx.staffSession.deleteMany({ where: { id: sessionId } });
      if (count === 0) return; // it was ended at the same time, and that was audited
      await appendAudit(
        tx,
        { ...ctx, actor },
        {
          action: 'session:end',
          object: { kind: 'staff', id: actor.id },
          before: { sessions: count },
          after: null,
        },
      );
    });
  }
  return [removedCookie(ctx, 'session'), removedCookie(ctx, 'second_factor')];
}
