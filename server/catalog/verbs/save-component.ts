import { canonicalJson } from '#domain/canonical-json';
import type { CatalogComponent } from '#domain/catalog/catalog';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { parsePart } from '#server/catalog/file/parse-part';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { storedComponent, withComponent } from '#server/catalog/plan/wanted-component';
import { componentSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

/** `target` is a number of per cent; `basis` is what basisOf said of the component when the change was begun. */
type SaveComponent = {
  slug: string;
  name: string;
  description: string | null;
  group: string | null;
  target: unknown;
  archived: boolean;
  reason?: string | undefined;
  basis: string;
};

/** What a change of texts, target and archiving is based on. */
export function basisOf({ name, description, group, targetMillionths, isArchived }: CatalogComponent): string {
  return canonicalJson({ name, description, group, targetMillionths, isArchived });
}

/**
 * Saves texts and target of a component, and whether it is archived. Errors: forbidden, invalid_input, also where it is to be archived while an
 * open incident names it, not_found, reason_needed where the target is another, conflict where the stored values are no longer those of `basis`.
 */
export async function saveComponent(ctx: ActingContext, { basis, reason, ...input }: SaveComponent): Promise<void> {
  authorize(ctx, 'catalog:write');
  const change = parsePart(componentSchema, input);
  await changeCatalog(ctx, {
    reason,
    wanted: (catalog) => {
      const stored = storedComponent(catalog, change.slug);
      if (basisOf(stored) !== basis) throw new AppError('conflict', consoleCatalogEn.texts.conflict);
      return withComponent(stored, change);
    },
  });
}
