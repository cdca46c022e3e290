import type { z } from 'zod';
import { AppError } from '#server/errors';

/** Returns the input of a verb as its schema parses it. Errors: invalid_input with the name of the field. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('invalid_input', [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
}
