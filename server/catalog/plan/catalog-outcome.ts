import { parseCatalog } from '#server/catalog/file/parse-catalog';
import type { CatalogOutcome } from '#server/context';
import { AppError } from '#server/errors';

/** Reads a file. A refusal is a value: it crosses threads and bundles, in which an AppError is of another class. */
export function catalogOutcome(text: string): CatalogOutcome {
  try {
    return { catalog: parseCatalog(text) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}
