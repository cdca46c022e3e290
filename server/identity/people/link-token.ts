import { createHash } from 'node:crypto';
import type { Random } from '#server/random';

const TOKEN_BYTES = 32;
const PATTERN = /^[\w-]{43}$/;

/** What stands in a link that makes somebody staff, or gives them a new password: the text is sent or printed once, the hash is stored. */
export function newLinkToken(random: Random): { text: string; hash: Uint8Array<ArrayBuffer> } {
  const text = random.bytes(TOKEN_BYTES).toString('base64url');
  return { text, hash: hashOf(text) };
}

/** The hash to look a token up by; null where the text has not the shape of one. */
export function hashOfLinkToken(text: string): Uint8Array<ArrayBuffer> | null {
  return PATTERN.test(text) ? hashOf(text) : null;
}

function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}
