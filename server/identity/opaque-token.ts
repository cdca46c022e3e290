import { createHash } from 'node:crypto';
import type { Random } from '#server/random';

const TOKEN_BYTES = 32;
const PATTERN = /^[\w-]{43}$/;

/** Creates the secret of a link or of a session. The link or the cookie carries `text`; only `hash` is stored. */
export function newOpaqueToken(random: Random): { text: string; hash: Uint8Array<ArrayBuffer> } {
  const text = random.bytes(TOKEN_BYTES).toString('base64url');
  return { text, hash: hashOf(text) };
}

/** Returns the hash to find a token by, or null for a text that does not have the shape of a token. */
export function hashOfOpaqueToken(text: string): Uint8Array<ArrayBuffer> | null {
  return PATTERN.test(text) ? hashOf(text) : null;
}

function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}
