import { z } from 'zod';
import { linePattern } from '#server/markdown/plain-text';

const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;

/** Only the length is limited. Rules about the kinds of characters do not make passwords harder to guess. */
export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH_MIN, `must be at least ${PASSWORD_LENGTH_MIN} characters`)
  .max(PASSWORD_LENGTH_MAX, `must be at most ${PASSWORD_LENGTH_MAX} characters`);

export const personName = z
  .string()
  .trim()
  .regex(linePattern(1, 100), 'must be 1 to 100 characters without control characters');

/** Accepts one plain address: no list, no display name, and nothing that could break a mail header. */
export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .regex(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be one e-mail address');
