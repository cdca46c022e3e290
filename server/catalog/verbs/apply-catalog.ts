import type { Catalog } from '#domain/catalog/catalog';
import type { CatalogPlan } from '#domain/catalog/catalog-plan';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { catalogBasis, catalogText } from '#server/catalog/reads/export-catalog';
import { AppError } from '#server/errors';

/** `onPlan` hears what is going to change before anything does. `basis`: what catalogBasis said of the file that the text was made from. */
export type ApplyCatalog = {
  text: string;
  basis?: string | undefined;
  reason?: string | undefined;
  isDryRun?: boolean;
  onPlan?: (plan: CatalogPlan) => unknown;
};

/**
 * Makes the catalogue hold what a file (YAML, docs/catalog.md) describes, all of it or nothing. What the file does not speak of is left alone;
 * nothing is ever deleted. Errors: those of changeCatalog, and conflict where it has changed since `basis`.
 */
export async function applyCatalog(ctx: ActingContext, { text, basis, ...how }: ApplyCatalog): Promise<CatalogPlan> {
  authorize(ctx, 'catalog:write');
  const file = await ctx.readCatalog(text);
  if ('refused' in file) throw new AppError(file.refused.code, file.refused.message);
  const wanted = (stored: Catalog) => {
    if (basis !== undefined && catalogBasis(catalogText(stored)) !== basis)
      throw new AppError('conflict', consoleCatalogEn.file.conflict);
    return file.catalog;
  };
  return changeCatalog(ctx, { wanted, ...how });
}
