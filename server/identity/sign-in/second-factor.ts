import { z } from 'zod';
import { type ActingContext, authorize } from '#server/actor';
import { appendAudit } from '#server/audit/append-audit';
import type { AuditedTransaction } from '#server/audit/sql/audit-log';
import { AppError, assert } from '#server/errors';
import { authOf } from './auth.ts';
import { inOneTransaction } from './one-transaction.ts';
import { PASSWORD_LENGTH_MAX } from './password-schema.ts';
import { forgetUsedCodes, refusedAs, useCode } from './sign-in.ts';
import { throttle } from './throttle.ts';
import type { SetCookies, Visit } from './visit.ts';

const passwordSchema = z.strictObject({ password: z.string().min(1).max(PASSWORD_LENGTH_MAX) });
const codeSchema = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/),
});
const WRONG = 'This is not your password.';
const WRONG_CODE = 'That code is not right. Wait for the next one, and check the clock of your phone.';

type Change = 'begin' | 'confirm' | 'renew-codes' | 'end';

function note(tx: AuditedTransaction, ctx: ActingContext, id: string, change: Change): Promise<void> {
  return appendAudit(tx, ctx, {
    action: `second_factor:${change}`,
    object: { kind: 'staff', id },
    before: null,
    after: null,
  });
}

/** Asks once more for the password of whoever is signed in, with the same limits as for signing in; what `work` changes is audited with it. */
async function proven<T>(
  ctx: ActingContext,
  visit: Visit,
  input: unknown,
  change: Change,
  work: (body: { password: string }) => Promise<T>,
): Promise<T> {
  authorize(ctx, 'account:write');
  const parsed = passwordSchema.safeParse(input);
  const { actor } = ctx;
  if (!parsed.success || actor.kind !== 'staff') throw new AppError('unauthenticated', WRONG);
  const { email } = await ctx.prisma.staff.findUniqueOrThrow({ where: { id: actor.id }, select: { email: true } });
  const forget = await throttle(ctx, visit, email);
  const result = await inOneTransaction(ctx, async (begin) => {
    const done = await refusedAs(WRONG, work(parsed.data));
    await note(await begin(), ctx, actor.id, change);
    return done;
  });
  await forget();
  return result;
}

/** Makes a secret for an authenticator app and recovery codes, both shown once. It counts from the first code on. Errors: forbidden, unauthenticated. */
export async function beginSecondFactor(
  ctx: ActingContext,
  visit: Visit,
  input: unknown,
): Promise<{ uri: string; recoveryCodes: string[] }> {
  const { api } = await authOf(ctx);
  const { headers } = visit;
  const made = await proven(ctx, visit, input, 'begin', ({ password }) =>
    api.enableTwoFactor({ body: { password, method: 'totp' }, headers }),
  );
  assert(made.method === 'totp', 'the second factor is of the kind that was asked for');
  return { uri: made.totpURI, recoveryCodes: made.backupCodes };
}

/** Takes the first code of the app: from now on every sign-in asks for one. Errors: forbidden, unauthenticated. */
export async function confirmSecondFactor(ctx: ActingContext, visit: Visit, input: unknown): Promise<SetCookies> {
  authorize(ctx, 'account:write');
  const parsed = codeSchema.safeParse(input);
  const { actor } = ctx;
  if (!parsed.success || actor.kind !== 'staff') throw new AppError('unauthenticated', WRONG_CODE);
  const { api } = await authOf(ctx);
  await forgetUsedCodes(ctx);
  const { headers } = await inOneTransaction(ctx, async (begin) => {
    const done = await refusedAs(
      WRONG_CODE,
      api.verifyTOTP({ body: parsed.data, headers: visit.headers, returnHeaders: true }),
    );
    const tx = await begin();
    await useCode(tx, ctx, { staffId: actor.id, code: parsed.data.code });
    await note(tx, ctx, actor.id, 'confirm');
    return done;
  });
  return headers.getSetCookie();
}

/** Makes new recovery codes; the old ones are void. Errors: forbidden, unauthenticated. */
export async function renewRecoveryCodes(ctx: ActingContext, visit: Visit, input: unknown): Promise<string[]> {
  const { api } = await authOf(ctx);
  const { backupCodes } = await proven(ctx, visit, input, 'renew-codes', (body) =>
    api.generateBackupCodes({ body, headers: visit.headers }),
  );
  return backupCodes;
}

/** Goes back to the password alone. Errors: forbidden, unauthenticated. */
export async function endSecondFactor(ctx: ActingContext, visit: Visit, input: unknown): Promise<SetCookies> {
  const { api } = await authOf(ctx);
  const asked = { headers: visit.headers, returnHeaders: true } as const;
  const { headers } = await proven(ctx, visit, input, 'end', (body) => api.disableTwoFactor({ body, ...asked }));
  return headers.getSetCookie();
}
