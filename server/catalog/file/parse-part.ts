import type { z } from 'zod';
import { consoleCatalogEn } from '#messages/en/catalog';
import { AppError } from '#server/errors';

const LABELS: Record<string, string> = {
  ...consoleCatalogEn.rules.field,
  from: consoleCatalogEn.rules.from,
  slug: consoleCatalogEn.texts.slug,
  name: consoleCatalogEn.texts.name,
  description: consoleCatalogEn.texts.description,
  target: consoleCatalogEn.texts.target,
  holdSeconds: consoleCatalogEn.incidents.holdSeconds,
  rejoinWithinSeconds: consoleCatalogEn.incidents.rejoin,
  joinWithinSeconds: consoleCatalogEn.incidents.join,
};

/** Parses a part of the catalogue from a form. Errors: invalid_input, naming the first invalid field by its label. */
export function parsePart<T extends z.ZodType>(schema: T, part: unknown): z.output<T> {
  const parsed = schema.safeParse(part);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const key = String(issue?.path[0] ?? '');
  throw new AppError('invalid_input', `${key === '' ? '' : `${LABELS[key] ?? key}: `}${issue?.message}.`);
}
