import type { Catalog } from '#domain/catalog/catalog';
import type { CatalogPlan } from '#domain/catalog/catalog-plan';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { prepareBrand } from '#server/catalog/plan/prepare-brand';
import { catalogBasis, catalogText } from '#server/catalog/reads/export-catalog';
import { AppError } from '#server/errors';

/** `readFile` reads an image that the file names. `onPlan` receives the plan before anything changes. `basis` is the result of catalogBasis for the file that was edited. */
export type ApplyCatalog = {
  text: string;
  basis?: string | undefined;
  reason?: string | undefined;
  isDryRun?: boolean;
  readFile?: ((name: string) => Promise<Uint8Array>) | undefined;
  onPlan?: (plan: CatalogPlan) => unknown;
};

/**
 * Applies a catalogue file (YAML, docs/catalog.md), all of it or nothing. Leaves what the file does not mention unchanged, and never deletes anything.
 * Errors: those of changeCatalog; conflict if the catalogue changed since `basis`.
 */
export async function applyCatalog(
  ctx: ActingContext,
  { text, basis, readFile, ...how }: ApplyCatalog,
): Promise<CatalogPlan> {
  authorize(ctx, 'catalog:write');
  const file = await ctx.readCatalog(text);
  if ('refused' in file) throw new AppError(file.refused.code, file.refused.message);
  const { brand, images } = await prepareBrand(ctx, file.catalog.brand, readFile);
  const wanted = (stored: Catalog) => {
    if (basis !== undefined && catalogBasis(catalogText(stored)) !== basis)
      throw new AppError('conflict', consoleCatalogEn.file.conflict);
    return { ...file.catalog, brand };
  };
  return changeCatalog(ctx, { wanted, images, ...how });
}
