import { z } from 'zod';
import type { Prisma } from '#prisma';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { hashOfOpaqueToken } from '#server/identity/opaque-token';
import { lockStaff } from '#server/identity/sql/lock-staff';
import { beginSession } from './begin-session.ts';
import { type Cookie, givenCookie } from './cookies.ts';
import { rememberDevice } from './known-device.ts';
import { hashOfRecoveryCode } from './recovery-codes.ts';
import type { Client } from './request-client.ts';
import { countCode, mayTryCode } from './throttle.ts';
import { stepOfCode, TOTP_CODE } from './totp.ts';

const CODE_LENGTH_MAX = 64;
const codeSchema = z.strictObject({ code: z.string().max(CODE_LENGTH_MAX) });

type Tx = Prisma.TransactionClient;

function wrong(): AppError {
  return new AppError(
    'unauthenticated',
    'The code is incorrect or was already used. Enter the next code, or sign in again.',
  );
}

/**
 * Takes the code of the second factor, or one of the recovery codes, after the password. Recovery codes are taken even
 * while wrong codes have locked the second factor. Errors: unauthenticated, too_many_attempts.
 */
export async function giveCode(ctx: Context, client: Client, input: unknown): Promise<readonly Cookie[]> {
  const parsed = codeSchema.safeParse(input);
  const proof = await passwordProof(ctx, client);
  if (!parsed.success || !proof) throw wrong();
  const code = parsed.data.code.replace(/\s/g, '');
  const cookies = TOTP_CODE.test(code)
    ? await withTotpCode(ctx, client, proof, code)
    : await withRecoveryCode(ctx, client, proof, code);
  if (!cookies) throw wrong();
  return [...cookies, await rememberDevice(ctx, proof.staff.email)];
}

function startAgain(): AppError {
  return new AppError('unauthenticated', 'Too many incorrect codes. Sign in with your password again.');
}

type Proof = NonNullable<Awaited<ReturnType<typeof passwordProof>>>;

/** Finds the sign-in of this browser that awaits a code; null if there is none, or it has expired. */
async function passwordProof(ctx: Context, client: Client) {
  const tokenHash = hashOfOpaqueToken(givenCookie(ctx, client, 'second_factor') ?? '');
  if (!tokenHash) return null;
  return ctx.prisma.staffSession.findFirst({
    where: { tokenHash, awaitsCode: true, expiresAt: { gt: new Date(ctx.clock.now()) } },
    select: {
      id: true,
      staffId: true,
      staff: { select: { email: true, secondFactor: { select: { secret: true } } } },
    },
  });
}

async function withTotpCode(ctx: Context, client: Client, proof: Proof, code: string): Promise<Cookie[] | null> {
  const { forget, refuse } = await countCode(ctx, client, proof.staff.email);
  if (!(await mayTryCode(ctx, proof.id, 'totp'))) {
    refuse();
    throw startAgain();
  }
  const secret = proof.staff.secondFactor?.secret ?? '';
  const step = await stepOfCode(ctx, secret, code);
  const use = (tx: Tx) => useStep(tx, { staffId: proof.staffId, secret, step: step as number }); // called for a step only
  const cookies = step === null ? null : await complete(ctx, client, proof, { how: 'totp', use });
  if (cookies) await forget();
  else refuse();
  return cookies;
}

async function withRecoveryCode(ctx: Context, client: Client, proof: Proof, code: string): Promise<Cookie[] | null> {
  if (!(await mayTryCode(ctx, proof.id, 'recovery'))) throw startAgain();
  return complete(ctx, client, proof, { how: 'recovery_code', use: (tx) => useRecoveryCode(tx, proof, code) });
}

type Use = { how: 'totp' | 'recovery_code'; use: (tx: Tx) => Promise<boolean> };

/** Turns the sign-in into a session if the code can be used; otherwise changes nothing and returns null. */
function complete(ctx: Context, client: Client, proof: Proof, { how, use }: Use): Promise<Cookie[] | null> {
  return ctx.prisma.$transaction(async (tx) => {
    const staff = await lockStaff(tx, proof.staffId);
    if (staff.deactivatedAt || !(await use(tx))) return null;
    const { count } = await tx.staffSession.deleteMany({ where: { id: proof.id } });
    if (count === 0) throw wrong(); // the person's access was ended since; the code stays unused
    return beginSession(tx, ctx, client, { staff, how });
  });
}

/** Uses up the code of a step: it and earlier ones are not accepted again. Returns false if that happened before. */
async function useStep(
  tx: Tx,
  { staffId, secret, step }: { staffId: string; secret: string; step: number },
): Promise<boolean> {
  const { count } = await tx.secondFactor.updateMany({
    where: { staffId, secret, confirmedAt: { not: null }, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}

/** Uses up a recovery code. The lock of the person keeps a second use from reading the codes before this one is removed. */
async function useRecoveryCode(tx: Tx, { staffId }: Proof, code: string): Promise<boolean> {
  const factor = await tx.secondFactor.findUnique({ where: { staffId }, select: { recoveryCodeHashes: true } });
  const hash = hashOfRecoveryCode(code);
  const left = factor?.recoveryCodeHashes.filter((one) => one !== hash) ?? [];
  if (!factor || left.length === factor.recoveryCodeHashes.length) return false;
  await tx.secondFactor.update({ where: { staffId }, data: { recoveryCodeHashes: left }, select: { staffId: true } });
  return true;
}
