import type { CatalogBrand } from '#domain/catalog/brand-plan';
import type { Context } from '#server/context';

export type StoredBrand = CatalogBrand & { revision: number };

const REVISION = 'SELECT revision FROM brand';
const BRAND = `SELECT revision, name, description, accent, logo_light AS "logoLight", logo_dark AS "logoDark", favicon, support, links, footer,
  time_zone AS "timeZone" FROM brand`;

/** Reads the number of the latest change. The table always has its one row. */
export async function brandRevision({ web }: Pick<Context, 'web'>): Promise<number> {
  const { rows } = await web.query<{ revision: number }>({ name: 'brand-revision', text: REVISION });
  return rows[0]?.revision ?? 0;
}

/** Reads the brand with its revision, which the migration inserts. */
export async function storedBrand({ web }: Pick<Context, 'web'>): Promise<StoredBrand> {
  const { rows } = await web.query<StoredBrand>({ name: 'brand', text: BRAND });
  return rows[0] as StoredBrand; // always exactly one row
}
