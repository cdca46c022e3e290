import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../errors.ts';
import { systemRandom } from '../random.ts';

/** OWASP's figures for scrypt: 128 MiB and about half a second a password. */
const LOG2_COST = 17;
const COST: ScryptOptions = { N: 2 ** LOG2_COST, r: 8, p: 1, maxmem: 256 * 2 ** LOG2_COST * 8 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Passwords that are worked on at once, and that wait: whoever tries many must neither fill the memory nor hold up the rest for long. */
const AT_ONCE = 2;
const WAITING_MAX = 60;

const PATTERN = /^\$scrypt\$ln=17,r=8,p=1\$([\w-]{22})\$([\w-]{43})$/;

let working = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX) throw new AppError('overloaded', 'Too many people are signing in at once: try again in a moment.');
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

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return inTurn(
    () =>
      new Promise((resolve, reject) => scrypt(password.normalize('NFKC'), salt, HASH_BYTES, COST, (error, hash) => (error ? reject(error) : resolve(hash)))),
  );
}

/** A password as it is stored, in the form of a PHC string. Errors: overloaded. */
export async function hashPassword(password: string): Promise<string> {
  const salt = systemRandom.bytes(SALT_BYTES);
  return `$scrypt$ln=${LOG2_COST},r=8,p=1$${salt.toString('base64url')}$${(await derive(password, salt)).toString('base64url')}`;
}

/** Whether the password is the one that was stored. Errors: overloaded. */
export async function isPassword(stored: string, password: string): Promise<boolean> {
  const [, salt, hash] = PATTERN.exec(stored) ?? [];
  if (!salt || !hash) return false;
  return timingSafeEqual(Buffer.from(hash, 'base64url'), await derive(password, Buffer.from(salt, 'base64url')));
}
