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

const IMAGE = 'SELECT media_type AS "mediaType", content FROM brand_image WHERE sha256 = $1';
const LOGO_COPIES =
  'SELECT i.touch_icon AS "touchIcon", i.raster FROM brand b JOIN brand_image i ON i.sha256 = b.logo_light';

/** Reads an image by its hash, also one of an earlier brand, because older pages may still show it. */
export async function brandImage(
  { web }: Pick<Context, 'web'>,
  sha256: string,
): Promise<{ mediaType: string; content: Uint8Array } | null> {
  const { rows } = await web.query<{ mediaType: string; content: Buffer }>({
    name: 'brand-image',
    text: IMAGE,
    values: [sha256],
  });
  return rows[0] ?? null;
}

/** Reads the copies of the logo as PNG, or null without a logo. */
export async function logoCopies({
  web,
}: Pick<Context, 'web'>): Promise<{ touchIcon: Uint8Array; raster: Uint8Array } | null> {
  const { rows } = await web.query<{ touchIcon: Buffer; raster: Buffer }>({ name: 'logo-copies', text: LOGO_COPIES });
  return rows[0] ?? null;
}

/** Reads the brand with its revision, which the migration inserts. */
export async function storedBrand({ web }: Pick<Context, 'web'>): Promise<StoredBrand> {
  const { rows } = await web.query<StoredBrand>({ name: 'brand', text: BRAND });
  return rows[0] as StoredBrand; // always exactly one row
}
