import { createHash } from 'node:crypto';
import { clockUtc } from '#domain/time/format-utc';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { countAttempt, countTowardsLock, forgetAttempts } from '#server/identity/sql/attempts';
import { knownDevice } from './known-device.ts';
import { placeOf } from './rate-limit-key.ts';
import type { Client } from './request-client.ts';

const WINDOW_MS = 900_000;
const MINUTE_MS = 60_000;
/** Attempts per window: for one person from one place, for one person from all unknown browsers, and for anybody from one address. */
const LIMITS = {
  proof: { fromPlace: 10, fromUnknown: 100, ofAddress: 300 },
  reset: { fromPlace: 3, fromUnknown: 12, ofAddress: 30 }, // each attempt sends a mail
} as const;
/** Wrong codes of a second factor after which it takes no code for a window. */
const CODES_MAX = 10;
/** Codes of each kind that may be tried after one password. */
const CODES_PER_PASSWORD_MAX = 5;

function keyOf(...parts: string[]): Buffer {
  return createHash('sha256').update(parts.join('\n')).digest();
}

/**
 * Counts an attempt to prove an identity by password, or to get a link for a new password. It counts in the same way
 * whether or not an account has this address. A browser that the person has signed in from has a count of its own, so that
 * attempts of others do not lock the person out. `forget` deletes the count; call it after a success. Errors:
 * too_many_attempts, with `isFromUnknown` if unknown browsers together have reached their limit.
 */
export async function throttle(
  ctx: Context,
  client: Client,
  email: string,
  kind: keyof typeof LIMITS = 'proof',
): Promise<{ isKnownDevice: boolean; forget: () => Promise<void> }> {
  const { fromPlace, fromUnknown, ofAddress } = LIMITS[kind];
  const device = await knownDevice(ctx, client, email);
  const place = placeOf(client.address);
  const own = keyOf(kind, 'place', email, device ?? place);
  const limits: [Buffer, number, boolean][] = [[own, fromPlace, false]];
  if (device === null)
    limits.push([keyOf(kind, 'address', place), ofAddress, false], [keyOf(kind, 'unknown', email), fromUnknown, true]);
  const at = { now: ctx.clock.now(), windowMs: WINDOW_MS };
  for (const [key, triesMax, isFromUnknown] of limits)
    if ((await countAttempt(ctx.staff, key, at)) > triesMax)
      throw new AppError('too_many_attempts', 'Too many attempts. Try again in 15 minutes.', { isFromUnknown });
  return { isKnownDevice: device !== null, forget: () => forgetAttempts(ctx.staff, [own]) };
}

/**
 * Counts a code that is given after a password. Returns false if the password must be given again first. Recovery codes
 * are counted apart, so that one is accepted right after too many wrong codes of the app.
 */
export async function mayTryCode(ctx: Context, passwordProofId: string, kind: 'totp' | 'recovery'): Promise<boolean> {
  const key = keyOf('code', kind, passwordProofId);
  return (await countAttempt(ctx.staff, key, { now: ctx.clock.now(), windowMs: WINDOW_MS })) <= CODES_PER_PASSWORD_MAX;
}

/**
 * Counts a code of an authenticator app before it is checked, so that codes that are tried at once are all counted. Known
 * browsers are counted apart from unknown ones. Call `forget` for a right code and `refuse` for a wrong one; `refuse`
 * throws where the code was the last one that is allowed. Errors: too_many_attempts.
 */
export async function countCode(
  ctx: Context,
  client: Client,
  email: string,
): Promise<{ forget: () => Promise<void>; refuse: () => void }> {
  const key = keyOf('code', 'person', email, (await knownDevice(ctx, client, email)) ?? 'unknown');
  const window = { now: ctx.clock.now(), windowMs: WINDOW_MS, triesMax: CODES_MAX };
  const { tries, windowEndsAt } = await countTowardsLock(ctx.staff, key, window);
  const refuseFrom = (count: number) => {
    if (tries < count) return;
    const until = clockUtc(Math.ceil(windowEndsAt / MINUTE_MS) * MINUTE_MS);
    throw new AppError(
      'too_many_attempts',
      `Too many incorrect codes. Try again after ${until} UTC, or use a recovery code.`,
    );
  };
  refuseFrom(CODES_MAX + 1);
  return { forget: () => forgetAttempts(ctx.staff, [key]), refuse: () => refuseFrom(CODES_MAX) };
}
