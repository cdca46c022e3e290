import type { z } from 'zod';
import { AppError } from '#server/errors';

/** The input of a verb as its schema has it. Errors: invalid_input, naming the field. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new AppError('invalid_input', [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '));
}
