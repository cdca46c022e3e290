import type pg from 'pg';
import { AppError } from '#server/errors';
import { componentRows } from '#server/evaluation/sql/components';

/** The components of the page, and the one whose incidents are listed; null for those of all components. */
export type ListedComponents = { components: { slug: string; name: string }[]; component: string | null };

/** Reads the components among which readers choose. An archived one can be chosen by its slug only. Errors: not_found. */
export async function listedComponents(client: pg.ClientBase, component: string | null): Promise<ListedComponents> {
  const rows = await componentRows(client);
  if (component !== null && !rows.some(({ slug }) => slug === component))
    throw new AppError('not_found', 'Component not found. Go back to the list of incidents.');
  const components = rows.filter(({ isArchived, slug }) => !isArchived || slug === component);
  return { components: components.map(({ slug, name }) => ({ slug, name })), component };
}
