import { randomBytes } from 'node:crypto';

/** The only source of randomness. */
export type Random = { bytes: (count: number) => Buffer };

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

const PUBLIC_ID_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';
const PUBLIC_ID_LENGTH = 12;

/** Returns an opaque id of twelve letters and digits, as Statuspage uses. */
export function newPublicId(random: Random): string {
  return [...random.bytes(PUBLIC_ID_LENGTH)].map((byte) => PUBLIC_ID_LETTERS[byte % PUBLIC_ID_LETTERS.length]).join('');
}

const TWO_BYTES_MAX = 65_535;

/** Returns a number from 0 to 1, both included. */
export function chance(random: Random): number {
  return random.bytes(2).readUInt16BE() / TWO_BYTES_MAX;
}
