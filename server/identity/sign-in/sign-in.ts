import { createHash } from 'node:crypto';
import { APIError } from 'better-auth/api';
import { z } from 'zod';
import type { Role } from '#domain/access/permission';
import type { Prisma } from '#prisma';
import { appendAudit } from '#server/audit/append-audit';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { authOf } from './auth.ts';
import { rememberDevice } from './known-device.ts';
import { hashOfSessionToken } from './library-client.ts';
import { inOneTransaction } from './one-transaction.ts';
import { emailAddress, PASSWORD_LENGTH_MAX } from './password-schema.ts';
import { staffOfSession } from './staff-of-session.ts';
import { throttle } from './throttle.ts';
import type { SetCookies, Visit } from './visit.ts';

const passwordSchema = z.strictObject({ email: emailAddress, password: z.string().min(1).max(PASSWORD_LENGTH_MAX) });
const codeSchema = z.strictObject({ code: z.string().trim().min(6).max(20) });
/** A code is good for its own half minute and one on either side. */
const CODE_MS = 120_000;

const WRONG = 'That is not right. Check the address and the password, and try again.';
const WRONG_CODE = 'That code is not right, or was used before. Wait for the next one, or start again.';

export type SignedIn = { next: 'console' | 'second_factor'; cookies: SetCookies };

/** What better-auth refuses is no surprise: it becomes `detail`, the same for every reason. */
export async function refusedAs<T>(detail: string, work: Promise<T>): Promise<T> {
  return work.catch((error) => {
    throw error instanceof APIError ? new AppError('unauthenticated', detail) : error;
  });
}

/** Notes that a person has signed in, and forgets their sessions that have ended. */
async function noteSignIn(
  tx: Prisma.TransactionClient,
  ctx: Context,
  { id, how }: { id: string; how: 'password' | 'totp' | 'recovery_code' },
): Promise<void> {
  const { name, role } = await tx.staff.findUniqueOrThrow({ where: { id }, select: { name: true, role: true } });
  const actor = { kind: 'staff', id, name, role: role as Role } as const; // the database checks the role
  await tx.staffSession.deleteMany({ where: { staffId: id, expiresAt: { lte: new Date(ctx.clock.now()) } } });
  await appendAudit(
    tx,
    { ...ctx, actor },
    { action: 'session:begin', object: { kind: 'staff', id }, before: null, after: { how } },
  );
}

type Stored = { id: string; password: string | null };

/** The password that somebody is about to prove. */
function storedPassword({ prisma }: Context, email: string): Promise<Stored | null> {
  return prisma.staffAccount.findFirst({
    where: { providerId: 'credential', staff: { email } },
    select: { id: true, password: true },
  });
}

/**
 * Refuses a sign-in by a password that was changed while it was being checked: whoever changes it ends all sessions, and must not miss the one that is
 * being made. Either waits for the other at this row. Errors: conflict.
 */
async function holdPassword(tx: Prisma.TransactionClient, { clock }: Context, stored: Stored | null): Promise<void> {
  const { count } = stored
    ? await tx.staffAccount.updateMany({ where: stored, data: { updatedAt: new Date(clock.now()) } })
    : { count: 0 };
  if (count !== 1) throw new AppError('conflict', 'Your password was changed meanwhile: sign in with the new one.');
}

/** Signs somebody in by address and password, or asks for the second factor where there is one. Errors: unauthenticated, too_many_tries, overloaded, conflict. */
export async function signIn(ctx: Context, visit: Visit, input: unknown): Promise<SignedIn> {
  const parsed = passwordSchema.safeParse(input);
  if (!parsed.success) throw new AppError('unauthenticated', WRONG);
  const forget = await throttle(ctx, visit, parsed.data.email);
  const { api } = await authOf(ctx);
  const stored = await storedPassword(ctx, parsed.data.email);
  const { headers, response } = await inOneTransaction(ctx, async (begin) => {
    const signedIn = await refusedAs(
      WRONG,
      api.signInEmail({ body: parsed.data, headers: visit.headers, returnHeaders: true }),
    );
    const tx = await begin();
    await holdPassword(tx, ctx, stored);
    if ('user' in signedIn.response) await noteSignIn(tx, ctx, { id: signedIn.response.user.id, how: 'password' });
    return signedIn;
  });
  const cookies = headers.getSetCookie();
  await forget();
  if ('twoFactorRedirect' in response) return { next: 'second_factor', cookies };
  return { next: 'console', cookies: [...cookies, await rememberDevice(ctx, parsed.data.email)] };
}

/** Takes the code of the second factor, or one of the recovery codes, after the password. Errors: unauthenticated. */
export async function giveSecondFactor(ctx: Context, visit: Visit, input: unknown): Promise<SetCookies> {
  const parsed = codeSchema.safeParse(input);
  if (!parsed.success) throw new AppError('unauthenticated', WRONG_CODE);
  const code = parsed.data.code.replace(/\s/g, '');
  const isTotp = /^\d{6}$/.test(code);
  if (await staffOfSession(ctx, visit)) throw new AppError('unauthenticated', WRONG_CODE); // a session is no password that was just given
  const { api } = await authOf(ctx);
  const asked = { body: { code }, headers: visit.headers, returnHeaders: true } as const;
  await forgetUsedCodes(ctx);
  const { headers, response } = await inOneTransaction(ctx, async (begin) => {
    const signedIn = await refusedAs(WRONG_CODE, isTotp ? api.verifyTOTP(asked) : api.verifyBackupCode(asked));
    const { user, token } = signedIn.response;
    const tx = await begin();
    if (isTotp && !(await useCode(tx, ctx, { staffId: user.id, code }))) {
      await tx.staffSession.deleteMany({ where: { token: hashOfSessionToken(token ?? '') } });
      throw new AppError('unauthenticated', WRONG_CODE);
    }
    await noteSignIn(tx, ctx, { id: user.id, how: isTotp ? 'totp' : 'recovery_code' });
    return signedIn;
  });
  return [...headers.getSetCookie(), await rememberDevice(ctx, response.user.email)];
}

/** Forgets the codes that nobody could use any more. */
export async function forgetUsedCodes({ prisma, clock }: Context): Promise<void> {
  await prisma.usedCode.deleteMany({ where: { usedAt: { lt: new Date(clock.now() - CODE_MS) } } });
}

/**
 * Marks a code as used; false where it was used already. Whoever sees one being typed cannot use it again: of two at once, the second waits for the
 * transaction of the first.
 */
export async function useCode(
  tx: Prisma.TransactionClient,
  { clock }: Context,
  { staffId, code }: { staffId: string; code: string },
): Promise<boolean> {
  const usedAt = new Date(clock.now());
  const codeHash = new Uint8Array(createHash('sha256').update(`${staffId}\n${code}`).digest());
  const { count } = await tx.usedCode.createMany({ data: [{ staffId, codeHash, usedAt }], skipDuplicates: true });
  return count === 1;
}

/** Ends the session that the request came with, audited in the same transaction; better-auth then has the browser forget it. */
export async function signOut(ctx: Context, visit: Visit): Promise<SetCookies> {
  const live = await staffOfSession(ctx, visit);
  if (live) {
    const { actor, sessionId } = live;
    await ctx.prisma.$transaction(async (tx) => {
      const { count } = await tx.staffSession.deleteMany({ where: { id: sessionId } });
      const entry = {
        action: 'session:end',
        object: { kind: 'staff', id: actor.id },
        before: { sessions: count },
        after: null,
      } as const;
      if (count > 0) await appendAudit(tx, { ...ctx, actor }, entry);
    });
  }
  const { headers } = await (await authOf(ctx)).api.signOut({ headers: visit.headers, returnHeaders: true });
  return headers.getSetCookie();
}
