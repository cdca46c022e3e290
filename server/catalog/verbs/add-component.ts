import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { parsePart } from '#server/catalog/file/parse-part';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { componentSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

/** A component as in the catalogue file; `target` is in per cent. */
type AddComponent = { slug: string; name: string; description: string | null; group: string | null; target: unknown };

/** Adds a component with the default policy. Errors: forbidden, invalid_input; conflict if the slug is in use. */
export async function addComponent(ctx: ActingContext, input: AddComponent): Promise<void> {
  authorize(ctx, 'catalog:write');
  const component = parsePart(componentSchema, input);
  await changeCatalog(ctx, {
    wanted: ({ components }) => {
      if (components.some(({ slug }) => slug === component.slug))
        throw new AppError('conflict', consoleCatalogEn.texts.taken(component.slug));
      return { brand: null, groups: [], regions: [], components: [component], sources: [] };
    },
  });
}
