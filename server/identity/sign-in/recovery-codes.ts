import { createHash } from 'node:crypto';
import { Secret } from 'otpauth';
import type { Random } from '#server/random';

const CODES = 10;
/** 80 bits, so that a fast hash is enough: the codes cannot be guessed from it. */
const CODE_BYTES = 10;

/** Creates recovery codes. `texts` are shown once; only `hashes` are stored. */
export function newRecoveryCodes(random: Random): { texts: string[]; hashes: string[] } {
  const texts = Array.from({ length: CODES }, () => {
    const { base32 } = new Secret({ buffer: new Uint8Array(random.bytes(CODE_BYTES)).buffer });
    return (base32.toLowerCase().match(/.{4}/g) as string[]).join('-'); // 16 letters, four groups
  });
  return { texts, hashes: texts.map(hashOfRecoveryCode) };
}

/** Returns the hash of a code, whichever blanks, hyphens and capitals it was typed with. */
export function hashOfRecoveryCode(text: string): string {
  const plain = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return createHash('sha256').update(plain).digest('base64url');
}
