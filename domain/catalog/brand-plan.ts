/** The brand as the catalogue stores it; null is "not set". Images are named by the sha256 of what is served. */
export type CatalogBrand = {
  name: string | null;
  description: string | null;
  accent: string | null;
  logoLight: string | null;
  logoDark: string | null;
  favicon: string | null;
  support: string | null;
  links: { label: string; url: string }[];
  footer: string | null;
  timeZone: string;
};
export const BRAND_IMAGES = ['logoLight', 'logoDark', 'favicon'] as const;
export type BrandImageKey = (typeof BRAND_IMAGES)[number];
/** The brand as a file describes it. An image is a data URI, the name of a file, or "sha256:" and the hash of a stored image. */
export type BrandFile = Omit<CatalogBrand, BrandImageKey> & { images: Record<BrandImageKey, string | null> };
type BrandDifference = { key: keyof CatalogBrand; before: string | null; after: string | null };
export type BrandChange = { what: 'brand'; value: CatalogBrand; differences: BrandDifference[] };

export const NO_BRAND: CatalogBrand = {
  name: null,
  description: null,
  accent: null,
  logoLight: null,
  logoDark: null,
  favicon: null,
  support: null,
  links: [],
  footer: null,
  timeZone: 'UTC',
};
const KEYS = Object.keys(NO_BRAND) as (keyof CatalogBrand)[]; // the keys of a literal

/** Returns the changes to the brand. `wanted` is null if the file leaves it out. */
export function brandPlan(stored: CatalogBrand, wanted: CatalogBrand | null): BrandChange[] {
  if (wanted === null) return [];
  const differences = KEYS.flatMap((key) => {
    const [before, after] = [textOf(stored[key]), textOf(wanted[key])];
    return before === after ? [] : [{ key, before, after }];
  });
  return differences.length > 0 ? [{ what: 'brand', value: wanted, differences }] : [];
}

function textOf(value: CatalogBrand[keyof CatalogBrand]): string | null {
  if (!Array.isArray(value)) return value;
  return value.length === 0 ? null : value.map(({ label, url }) => `${label} (${url})`).join(', ');
}
