import type { Catalog } from '#domain/catalog/catalog';
import type { CatalogPlan } from '#domain/catalog/catalog-plan';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { catalogBasis, catalogText } from '#server/catalog/reads/export-catalog';
import { AppError } from '#server/errors';

/** `onPlan` receives the plan before anything changes. `basis` is the result of catalogBasis for the file that was edited. */
export type ApplyCatalog = {
  text: string;
  basis?: string | undefined;
  reason?: string | undefined;
  isDryRun?: boolean;
  onPlan?: (plan: CatalogPlan) => unknown;
};

/**
 * Applies a catalogue file (YAML, docs/catalog.md), all of it or nothing. Leaves what the file does not mention unchanged, and never deletes anything.
 * Errors: those of changeCatalog; conflict if the catalogue changed since `basis`.
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
