import { randomBytes } from 'node:crypto';

/** The only source of chance. */
export type Random = { bytes: (count: number) => Buffer };

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };
