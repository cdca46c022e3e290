import { z } from 'zod';
import { linePattern } from '#server/markdown/plain-text';

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;

/** Long rather than odd: no rule about what it is made of. */
export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH_MIN, `must have at least ${PASSWORD_LENGTH_MIN} characters`)
  .max(PASSWORD_LENGTH_MAX, `must have at most ${PASSWORD_LENGTH_MAX} characters`);

export const personName = z
  .string()
  .trim()
  .regex(linePattern(1, 100), 'must be 1 to 100 characters without control characters');

/** One plain address: no list, no name, nothing that a mail header could be broken with. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be one e-mail address');
