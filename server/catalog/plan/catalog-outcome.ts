import { parseCatalog } from '#server/catalog/file/parse-catalog';
import type { CatalogOutcome } from '#server/context';
import { AppError } from '#server/errors';

/** Parses a file. Returns a refusal as a value, because an AppError does not survive the way between threads and bundles. */
export function catalogOutcome(text: string): CatalogOutcome {
  try {
    return { catalog: parseCatalog(text) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}
