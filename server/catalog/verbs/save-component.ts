import { canonicalJson } from '#domain/canonical-json';
import type { CatalogComponent } from '#domain/catalog/catalog';
import type { Effects } from '#domain/measurement/effect';
import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { parsePart } from '#server/catalog/file/parse-part';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { storedComponent, withComponent } from '#server/catalog/plan/wanted-component';
import { componentSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

/** `target` is in per cent. `basis` is the result of basisOf when the person began the change. */
type SaveComponent = {
  slug: string;
  name: string;
  description: string | null;
  group: string | null;
  target: unknown;
  effects: Effects;
  archived: boolean;
  reason?: string | undefined;
  basis: string;
};

/** Fingerprints the texts, target and archiving of a component, to detect conflicting changes. */
export function basisOf(component: CatalogComponent): string {
  const { name, description, group, targetMillionths, effects, isArchived } = component;
  return canonicalJson({ name, description, group, targetMillionths, effects, isArchived });
}

/**
 * Saves the texts and target of a component, and whether it is archived. Errors: forbidden; not_found; invalid_input, also for archiving a component with
 * an open incident; reason_needed for another target; conflict if the stored values no longer match `basis`.
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
