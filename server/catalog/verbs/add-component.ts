import { consoleCatalogEn } from '#messages/en/catalog';
import { type ActingContext, authorize } from '#server/actor';
import { parsePart } from '#server/catalog/file/parse-part';
import { changeCatalog } from '#server/catalog/plan/change-catalog';
import { componentSchema } from '#server/catalog/schemas';
import { AppError } from '#server/errors';

/** As in the catalogue file; `target` is a number of per cent. */
type AddComponent = { slug: string; name: string; description: string | null; group: string | null; target: unknown };

/** Makes a component, evaluated by the defaults. Errors: forbidden, invalid_input, conflict where there is one with this slug. */
export async function addComponent(ctx: ActingContext, input: AddComponent): Promise<void> {
  authorize(ctx, 'catalog:write');
  const component = parsePart(componentSchema, input);
  await changeCatalog(ctx, {
    wanted: ({ components }) => {
      if (components.some(({ slug }) => slug === component.slug))
        throw new AppError('conflict', consoleCatalogEn.texts.taken(component.slug));
      return { groups: [], regions: [], components: [component], sources: [] };
    },
  });
}
