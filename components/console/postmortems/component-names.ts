import type { StaffPostmortem } from '#server/postmortems/view-types';

/** Returns a function that names a component by its slug. */
export function componentNamesOf({ record }: Pick<StaffPostmortem, 'record'>): (slug: string) => string {
  const names = new Map(record?.components.map(({ slug, name }) => [slug, name]));
  return (slug) => names.get(slug) ?? slug;
}
