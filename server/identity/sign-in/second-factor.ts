import { z } from 'zod';
import type { Prisma } from '#prisma';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import { AppError } from '#server/errors';
import { lockStaff } from '#server/identity/sql/lock-staff';
import { isPassword } from './password-hash.ts';
import { PASSWORD_LENGTH_MAX } from './password-schema.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import type { Client } from './request-client.ts';
import { throttle } from './throttle.ts';
import { newTotpSecret, stepOfCode, TOTP_CODE } from './totp.ts';

const CODE_LENGTH_MAX = 64;
const passwordSchema = z.strictObject({ password: z.string().min(1).max(PASSWORD_LENGTH_MAX) });
const codeSchema = z.strictObject({
  code: z
    .string()
    .max(CODE_LENGTH_MAX)
    .transform((text) => text.replace(/\s/g, ''))
    .pipe(z.string().regex(TOTP_CODE)),
});

type Tx = Prisma.TransactionClient;
type Change = 'begin' | 'confirm' | 'renew-codes' | 'end';

function wrongCode(): AppError {
  return new AppError(
    'unauthenticated',
    "The code is incorrect. Enter the next code, and check that your phone's clock is correct.",
  );
}

function wrongPassword(): AppError {
  return new AppError('unauthenticated', 'Password is incorrect. Try again.');
}

function note(tx: Tx, ctx: ActingContext, id: string, change: Change): Promise<void> {
  return appendAudit(tx, ctx, {
    action: `second_factor:${change}`,
    object: { kind: 'staff', id },
    before: null,
    after: null,
  });
}

type Self = { staffId: string; email: string };

/**
 * Checks the password of the signed-in person, with the limits of signing in. Returns the person, and `change`, which
 * runs a change in a transaction and audits it.
 */
async function proven(ctx: ActingContext, client: Client, input: unknown) {
  authorize(ctx, 'account:write');
  const parsed = passwordSchema.safeParse(input);
  const { actor } = ctx;
  if (!parsed.success || actor.kind !== 'staff') throw wrongPassword();
  const select = { email: true, passwordHash: true };
  const { email, passwordHash } = await ctx.prisma.staff.findUniqueOrThrow({ where: { id: actor.id }, select });
  const { forget } = await throttle(ctx, client, email);
  if (!(await isPassword(passwordHash, parsed.data.password, 'known'))) throw wrongPassword();
  await forget();
  const self: Self = { staffId: actor.id, email };
  const change = (kind: Change, work: (tx: Tx) => Promise<unknown>) =>
    ctx.prisma.$transaction(async (tx) => {
      const staff = await lockStaff(tx, actor.id);
      if (staff.passwordHash !== passwordHash) throw wrongPassword();
      await work(tx);
      await note(tx, ctx, actor.id, kind);
    });
  return { ...self, change };
}

/**
 * Creates a secret for an authenticator app and recovery codes, both shown once. It has no effect until its first code is
 * confirmed. Errors: forbidden, unauthenticated, too_many_attempts, and conflict if a second factor is on.
 */
export async function beginSecondFactor(
  ctx: ActingContext,
  client: Client,
  input: unknown,
): Promise<{ uri: string; recoveryCodes: string[] }> {
  const { staffId, email, change } = await proven(ctx, client, input);
  const { uri, sealed } = await newTotpSecret(ctx, email);
  const { texts, hashes } = newRecoveryCodes(ctx.random);
  await change('begin', async (tx) => {
    await tx.secondFactor.deleteMany({ where: { staffId, confirmedAt: null } });
    const data = { staffId, secret: sealed, recoveryCodeHashes: hashes };
    const { count } = await tx.secondFactor.createMany({ data, skipDuplicates: true });
    if (count === 0)
      throw new AppError(
        'conflict',
        'Two-factor authentication is already on. Turn it off before you set it up again.',
      );
  });
  return { uri, recoveryCodes: texts };
}

/** Takes the first code of the app. From now on every sign-in by password asks for one. Errors: forbidden, unauthenticated. */
export async function confirmSecondFactor(ctx: ActingContext, input: unknown): Promise<void> {
  authorize(ctx, 'account:write');
  const parsed = codeSchema.safeParse(input);
  const { actor } = ctx;
  if (!parsed.success || actor.kind !== 'staff') throw wrongCode();
  const begun = { staffId: actor.id, confirmedAt: null };
  const factor = await ctx.prisma.secondFactor.findFirst({ where: begun, select: { secret: true } });
  const step = factor && (await stepOfCode(ctx, factor.secret, parsed.data.code));
  if (!factor || step === null) throw wrongCode();
  await ctx.prisma.$transaction(async (tx) => {
    const { count } = await tx.secondFactor.updateMany({
      where: { ...begun, secret: factor.secret },
      data: { confirmedAt: new Date(ctx.clock.now()), lastStep: step },
    });
    if (count === 0) throw wrongCode();
    await note(tx, ctx, actor.id, 'confirm');
  });
}

/** Replaces the recovery codes. Errors: forbidden, unauthenticated, too_many_attempts, and conflict if no second factor is on. */
export async function renewRecoveryCodes(ctx: ActingContext, client: Client, input: unknown): Promise<string[]> {
  const { staffId, change } = await proven(ctx, client, input);
  const { texts, hashes } = newRecoveryCodes(ctx.random);
  await change('renew-codes', async (tx) => {
    const where = { staffId, confirmedAt: { not: null } };
    const { count } = await tx.secondFactor.updateMany({ where, data: { recoveryCodeHashes: hashes } });
    if (count === 0) throw notOn();
  });
  return texts;
}

/** Removes the second factor. Errors: forbidden, unauthenticated, too_many_attempts, and conflict if there is none. */
export async function endSecondFactor(ctx: ActingContext, client: Client, input: unknown): Promise<void> {
  const { staffId, change } = await proven(ctx, client, input);
  await change('end', async (tx) => {
    const { count } = await tx.secondFactor.deleteMany({ where: { staffId } });
    if (count === 0) throw notOn();
  });
}

function notOn(): AppError {
  return new AppError('conflict', 'Two-factor authentication is off. Set it up first.');
}
