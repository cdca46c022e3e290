import { createHash } from 'node:crypto';
import type { Context } from '#server/context';
import { AppError } from '#server/errors';
import { countAttempt, forgetAttempts } from '#server/identity/sql/attempts';
import { knownDevice } from './known-device.ts';
import { placeOf } from './place-of.ts';
import type { Visit } from './visit.ts';

const WINDOW_MS = 900_000;
/** Tries within the window: of one person from one place, of one person from all strange places together, and of one address for anybody. */
const LIMITS = {
  proof: { fromPlace: 10, ofStrangers: 100, ofAddress: 300 },
  reset: { fromPlace: 3, ofStrangers: 12, ofAddress: 30 }, // each is a mail
} as const;

function keyOf(...parts: string[]): Buffer {
  return createHash('sha256').update(parts.join('\n')).digest();
}

/**
 * Counts a try to prove that one is the person with this address, or to be sent a link for a new password; the same whether or not there is such a
 * person. A browser that the person has signed in from before has a count of its
 * own, so that whoever tries out passwords elsewhere does not lock the person out. Returns what forgets the tries once one was right.
 * Errors: too_many_tries, with `isOfStrangers` where others have used up what is left to strangers together.
 */
export async function throttle(
  ctx: Context,
  visit: Visit,
  email: string,
  kind: keyof typeof LIMITS = 'proof',
): Promise<() => Promise<void>> {
  const { fromPlace, ofStrangers, ofAddress } = LIMITS[kind];
  const device = await knownDevice(ctx, visit, email);
  const place = placeOf(visit.address);
  const own = keyOf(kind, 'place', email, device ?? place);
  const limits: [Buffer, number, boolean][] = [[own, fromPlace, false]];
  if (device === null)
    limits.push(
      [keyOf(kind, 'address', place), ofAddress, false],
      [keyOf(kind, 'strangers', email), ofStrangers, true],
    );
  const at = { now: ctx.clock.now(), windowMs: WINDOW_MS };
  for (const [key, triesMax, isOfStrangers] of limits)
    if ((await countAttempt(ctx.staff, key, at)) > triesMax)
      throw new AppError('too_many_tries', 'Too many tries: wait a quarter of an hour, then try again.', {
        isOfStrangers,
      });
  return () => forgetAttempts(ctx.staff, [own]);
}
