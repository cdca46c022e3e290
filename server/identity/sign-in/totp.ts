import { Secret, TOTP } from 'otpauth';
import type { Context } from '#server/context';
import { seal, unseal } from './sealed.ts';

const STEP_S = 30;
/** A code is accepted in its own 30 seconds and for one step before and after, because clocks of phones differ. */
const STEPS_AROUND = 1;
const SECRET_BYTES = 20;

/** A code of an authenticator app. */
export const TOTP_CODE = /^\d{6}$/;

function totp(secret: string | Secret, email: string): TOTP {
  return new TOTP({ issuer: 'Candor', label: email, secret, period: STEP_S });
}

/** Creates a secret: `uri` is what an authenticator app reads, `sealed` is what is stored. */
export async function newTotpSecret(
  ctx: Pick<Context, 'staff' | 'random'>,
  email: string,
): Promise<{ uri: string; sealed: string }> {
  const secret = new Secret({ buffer: new Uint8Array(ctx.random.bytes(SECRET_BYTES)).buffer });
  return { uri: totp(secret, email).toString(), sealed: await seal(ctx, 'totp', secret.base32) };
}

/** Returns the number of the 30-second step to which a code belongs, or null for a code that is not valid now. */
export async function stepOfCode(
  ctx: Pick<Context, 'staff' | 'random' | 'clock'>,
  sealed: string,
  code: string,
): Promise<number | null> {
  const secret = await unseal(ctx, 'totp', sealed);
  if (secret === null) return null;
  const timestamp = ctx.clock.now();
  const delta = totp(secret, '').validate({ token: code, timestamp, window: STEPS_AROUND });
  return delta === null ? null : Math.floor(timestamp / 1_000 / STEP_S) + delta;
}
