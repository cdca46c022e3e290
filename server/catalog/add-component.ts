import { consoleCatalogEn } from '../../messages/console-catalog-en.ts';
import { type ActingContext, authorize } from '../actor.ts';
import { AppError } from '../errors.ts';
import { componentSchema } from './catalog-schema.ts';
import { changeCatalog } from './change-catalog.ts';
import { parsePart } from './parse-part.ts';

/** As in the catalogue file; `target` is a number of per cent. */
type AddComponent = { slug: string; name: string; description: string | null; group: string | null; target: unknown };

/** Makes a component, judged by the defaults. Errors: forbidden, invalid_input, conflict where there is one with this slug. */
export async function addComponent(ctx: ActingContext, input: AddComponent): Promise<void> {
  authorize(ctx, 'catalog:write');
  const component = parsePart(componentSchema, input);
  await changeCatalog(ctx, {
    wanted: ({ components }) => {
      if (components.some(({ slug }) => slug === component.slug)) throw new AppError('conflict', consoleCatalogEn.texts.taken(component.slug));
      return { groups: [], regions: [], components: [component], sources: [] };
    },
  });
}
