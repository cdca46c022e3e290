import type { Catalog, CatalogComponent, WantedCatalog, WantedComponent } from '#domain/catalog/catalog';
import { AppError } from '#server/errors';

/** Returns the component to change. Errors: not_found. */
export function storedComponent({ components }: Catalog, slug: string): CatalogComponent {
  const found = components.find((one) => one.slug === slug);
  if (!found) throw new AppError('not_found', `Component "${slug}" does not exist.`);
  return found;
}

/** Returns a catalogue that changes one component only. */
export function withComponent(stored: CatalogComponent, change: Partial<WantedComponent>): WantedCatalog {
  const { slug, name, description, group, targetMillionths, effects, isArchived } = stored;
  const component = {
    slug,
    name,
    description,
    group,
    targetMillionths,
    effects,
    isArchived,
    policies: null,
    incidents: null,
    ...change,
  };
  return { brand: null, groups: [], regions: [], components: [component], sources: [] };
}
