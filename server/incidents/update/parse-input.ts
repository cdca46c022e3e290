import type { z } from 'zod';
import { AppError } from '#server/errors';

/** The input as its schema reads it. Errors: invalid_input, naming the first mistake. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid_input', `${issue?.path.join('.') || 'input'}: ${issue?.message}.`);
}
