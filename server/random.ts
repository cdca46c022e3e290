import { randomBytes } from 'node:crypto';

/** The only source of chance. */
export type Random = { bytes: (count: number) => Buffer };

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

const PUBLIC_ID_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
const PUBLIC_ID_LENGTH = 12;

/** An id as Statuspage gives out: opaque, of twelve letters and digits. */
export function newPublicId(random: Random): string {
  return [...random.bytes(PUBLIC_ID_LENGTH)].map((byte) => PUBLIC_ID_LETTERS[byte % PUBLIC_ID_LETTERS.length]).join('');
}
