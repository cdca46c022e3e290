import { createHash, timingSafeEqual } from 'node:crypto';
import type { Random } from '#server/random';

const SECRET_BYTES = 32;
const PREFIX_BYTES = 5;
const PATTERN = /^cnd_([0-9a-f]{10})_([A-Za-z0-9_-]{43})$/;

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Creates a token. `text` is shown once; only `prefix` and `hash` are stored. */
export function newToken(random: Random): { text: string; prefix: string; hash: Buffer } {
  const prefix = random.bytes(PREFIX_BYTES).toString('hex');
  const secret = random.bytes(SECRET_BYTES).toString('base64url');
  return { text: `cnd_${prefix}_${secret}`, prefix, hash: hashOf(secret) };
}

/** Returns the parts of a token's text, or null for a text that does not have the shape of a token. */
export function parseToken(text: string): { prefix: string; hash: Buffer } | null {
  const m = PATTERN.exec(text);
  return m ? { prefix: m[1] as string, hash: hashOf(m[2] as string) } : null; // both groups always match
}

export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
