import { z } from 'zod';
import { emailAddress } from '../sign-in/password-schema.ts';

const name = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}]{1,100}$/u, 'must be 1 to 100 characters on one line');

export const targetSchema = z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('mail'), name, address: emailAddress })]);
export const oneSchema = z.strictObject({ id: z.coerce.number().int().min(1).max(2_147_483_647) });
