import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import pLimit from 'p-limit';
import { AppError } from '#server/errors';
import { systemRandom } from '#server/random';

/** The range of costs that a stored hash may name. A hash names its own cost, so that it outlives a change of the cost of new ones. */
const LOG2_COST_MIN = 10;
const LOG2_COST_MAX = 17;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/**
 * Hashing runs on the four threads of libuv, which pages need too, and each hash keeps a processor core busy. `anonymous`
 * is for attempts from unknown browsers. `known` is for browsers that the person has signed in from, for sessions and
 * for valid links, so that a flood of anonymous attempts does not delay them.
 */
const LANES = {
  anonymous: { limit: pLimit(1), waitingMax: 20 },
  known: { limit: pLimit(2), waitingMax: 60 },
};
export type Lane = keyof typeof LANES;

const PATTERN = /^\$scrypt\$ln=(\d{2}),r=8,p=1\$([\w-]{22})\$([\w-]{43})$/;

async function inLane<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
  const { limit, waitingMax } = LANES[lane];
  if (limit.pendingCount >= waitingMax)
    throw new AppError('too_many_attempts', 'Too many sign-in attempts. Try again in a minute.');
  return limit(work);
}

function derive(lane: Lane, password: string, salt: Buffer, log2Cost: number): Promise<Buffer> {
  const cost: ScryptOptions = { N: 2 ** log2Cost, r: 8, p: 1, maxmem: 256 * 2 ** log2Cost * 8 };
  return inLane(
    lane,
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, cost, (error, hash) =>
          error ? reject(error) : resolve(hash),
        ),
      ),
  );
}

/** Returns a password's hash as a PHC string. `log2Cost` is at most 17. Errors: too_many_attempts. */
export async function hashPassword(password: string, log2Cost: number): Promise<string> {
  const salt = systemRandom.bytes(SALT_BYTES);
  const hash = await derive('known', password, salt, log2Cost);
  return `$scrypt$ln=${log2Cost},r=8,p=1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/**
 * Returns whether the password matches the stored hash. Without a stored hash it takes as long as for one of the highest cost and returns false, so that
 * the time does not reveal which addresses belong to staff. Errors: too_many_attempts.
 */
export async function isPassword(stored: string | null, password: string, lane: Lane): Promise<boolean> {
  const [, cost, salt, hash] = PATTERN.exec(stored ?? '') ?? [];
  const log2Cost = Number(cost);
  if (!salt || !hash || !(log2Cost >= LOG2_COST_MIN && log2Cost <= LOG2_COST_MAX)) {
    await derive(lane, password, systemRandom.bytes(SALT_BYTES), LOG2_COST_MAX);
    return false;
  }
  const given = await derive(lane, password, Buffer.from(salt, 'base64url'), log2Cost);
  return timingSafeEqual(Buffer.from(hash, 'base64url'), given);
}
