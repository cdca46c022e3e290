import type { z } from 'zod';
import { AppError } from '#server/errors';

/** Parses an input by its schema. Errors: invalid_input with the first field that is wrong. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid_input', `${issue?.path.join('.') || 'input'}: ${issue?.message}.`);
}
