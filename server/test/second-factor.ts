import { TOTP, URI } from 'otpauth';
import { expect } from 'vitest';
import type { ActingContext } from '#server/actor';
import type { Client } from '#server/identity/sign-in/request-client';
import { beginSecondFactor, confirmSecondFactor } from '#server/identity/sign-in/second-factor';
import { PASSWORD } from './people.ts';

const STEP_MS = 30_000;

/** Sets up a second factor of a signed-in person. `code` returns the code of a step counted from now; step -1 confirms. */
export async function setUpSecondFactor(ctx: ActingContext, client: Client, isConfirmed = true) {
  const { uri, recoveryCodes } = await beginSecondFactor(ctx, client, { password: PASSWORD });
  const totp = URI.parse(uri) as TOTP; // the address of a time-based secret
  expect(totp).toBeInstanceOf(TOTP);
  const code = (step: number) => totp.generate({ timestamp: ctx.clock.now() + step * STEP_MS });
  if (isConfirmed) await confirmSecondFactor(ctx, { code: code(-1) });
  return { uri, recoveryCodes, code };
}
