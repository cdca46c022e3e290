import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '#server/errors';
import { systemRandom } from '#server/random';

/** OWASP's figures for scrypt: 128 MiB and about half a second a password. */
const LOG2_COST = 17;
/** What a stored hash may have cost: it says so itself, so that passwords outlive a change of the figure above. */
const LOG2_COST_MIN = 10;
const LOG2_COST_MAX = LOG2_COST;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Passwords that are worked on at once, and that wait: whoever tries many must neither fill the memory nor hold up the rest for long. */
const AT_ONCE = 2;
const WAITING_MAX = 60;

const PATTERN = /^\$scrypt\$ln=(\d{2}),r=8,p=1\$([\w-]{22})\$([\w-]{43})$/;

let working = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX)
      throw new AppError('overloaded', 'Too many people are signing in at once: try again in a moment.');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else working++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working--;
  }
}

function derive(password: string, salt: Buffer, log2Cost: number): Promise<Buffer> {
  const cost: ScryptOptions = { N: 2 ** log2Cost, r: 8, p: 1, maxmem: 256 * 2 ** log2Cost * 8 };
  return inTurn(
    () =>
      new Promise((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, cost, (error, hash) =>
          error ? reject(error) : resolve(hash),
        ),
      ),
  );
}

/** A password as it is stored, in the form of a PHC string; at another cost only where it keeps nothing worth keeping. Errors: overloaded. */
export async function hashPassword(password: string, log2Cost = LOG2_COST): Promise<string> {
  const salt = systemRandom.bytes(SALT_BYTES);
  return `$scrypt$ln=${log2Cost},r=8,p=1$${salt.toString('base64url')}$${(await derive(password, salt, log2Cost)).toString('base64url')}`;
}

/** Whether the password is the one that was stored. Errors: overloaded. */
export async function isPassword(stored: string, password: string): Promise<boolean> {
  const [, cost, salt, hash] = PATTERN.exec(stored) ?? [];
  const log2Cost = Number(cost);
  if (!salt || !hash || !(log2Cost >= LOG2_COST_MIN && log2Cost <= LOG2_COST_MAX)) return false;
  return timingSafeEqual(
    Buffer.from(hash, 'base64url'),
    await derive(password, Buffer.from(salt, 'base64url'), log2Cost),
  );
}
