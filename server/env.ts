import path from 'node:path';
import { z } from 'zod';
import { AppError } from './errors.ts';

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PUBLIC_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .refine((text) => new URL(text).origin === text.replace(/\/$/, ''), 'must be an origin alone, like https://status.example')
    .transform((text) => new URL(text).origin)
    .optional(),
  ROLE: z.enum(['web', 'worker', 'both']).default('both'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Env = z.infer<typeof schema>;

/** Reads the environment; a variable that cannot be used is one clear error that names it. An empty one counts as unset. */
export function readEnv(values: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])));
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ...parsed.data, DATA_DIR: path.resolve(parsed.data.DATA_DIR) };
  const issue = parsed.error.issues[0];
  throw new AppError('bad_environment', `${String(issue?.path[0])}: ${issue?.message}. Set it to a usable value or leave it unset.`);
}
