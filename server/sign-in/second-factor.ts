import { z } from 'zod';
import { type ActingContext, authorize } from '../actor.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { AppError } from '../errors.ts';
import { authOf } from './auth.ts';
import { PASSWORD_LENGTH_MAX } from './password-schema.ts';
import { refusedAs, useCode } from './sign-in.ts';
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

/** Asks once more for the password of whoever is signed in; the same limits hold as for signing in. */
async function proven<T>(ctx: ActingContext, visit: Visit, input: unknown, work: (body: { password: string }) => Promise<T>): Promise<T> {
  authorize(ctx, 'account:write');
  const parsed = passwordSchema.safeParse(input);
  if (!parsed.success || ctx.actor.kind !== 'staff') throw new AppError('unauthenticated', WRONG);
  const { email } = await ctx.prisma.staff.findUniqueOrThrow({ where: { id: ctx.actor.id }, select: { email: true } });
  const forget = await throttle(ctx, visit, email);
  const result = await refusedAs(WRONG, work(parsed.data));
  await forget();
  return result;
}

async function note(ctx: ActingContext, action: `second_factor:${string}`): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== 'staff') return;
  await ctx.prisma.$transaction((tx) => appendAudit(tx, ctx, { action, object: { kind: 'staff', id: actor.id }, before: null, after: null }));
}

/** Makes a secret for an authenticator app and recovery codes, both shown once. It counts from the first code on. Errors: forbidden, unauthenticated. */
export async function beginSecondFactor(ctx: ActingContext, visit: Visit, input: unknown): Promise<{ uri: string; recoveryCodes: string[] }> {
  const { api } = await authOf(ctx);
  const made = await proven(ctx, visit, input, ({ password }) => api.enableTwoFactor({ body: { password, method: 'totp' }, headers: visit.headers }));
  if (made.method !== 'totp') throw new AppError('internal', 'The second factor could not be made.');
  await note(ctx, 'second_factor:begin');
  return { uri: made.totpURI, recoveryCodes: made.backupCodes };
}

/** Takes the first code of the app: from now on every sign-in asks for one. Errors: forbidden, unauthenticated. */
export async function confirmSecondFactor(ctx: ActingContext, visit: Visit, input: unknown): Promise<SetCookies> {
  authorize(ctx, 'account:write');
  const parsed = codeSchema.safeParse(input);
  if (!parsed.success || ctx.actor.kind !== 'staff') throw new AppError('unauthenticated', WRONG_CODE);
  const { api } = await authOf(ctx);
  const { headers } = await refusedAs(WRONG_CODE, api.verifyTOTP({ body: parsed.data, headers: visit.headers, returnHeaders: true }));
  await useCode(ctx, ctx.actor.id, parsed.data.code);
  await note(ctx, 'second_factor:confirm');
  return headers.getSetCookie();
}

/** Makes new recovery codes; the old ones are void. Errors: forbidden, unauthenticated. */
export async function renewRecoveryCodes(ctx: ActingContext, visit: Visit, input: unknown): Promise<string[]> {
  const { api } = await authOf(ctx);
  const { backupCodes } = await proven(ctx, visit, input, (body) => api.generateBackupCodes({ body, headers: visit.headers }));
  await note(ctx, 'second_factor:renew-codes');
  return backupCodes;
}

/** Goes back to the password alone. Errors: forbidden, unauthenticated. */
export async function endSecondFactor(ctx: ActingContext, visit: Visit, input: unknown): Promise<SetCookies> {
  const { api } = await authOf(ctx);
  const { headers } = await proven(ctx, visit, input, (body) => api.disableTwoFactor({ body, headers: visit.headers, returnHeaders: true }));
  await note(ctx, 'second_factor:end');
  return headers.getSetCookie();
}
