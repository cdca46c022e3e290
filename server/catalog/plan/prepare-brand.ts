import { createHash } from 'node:crypto';
import { BRAND_IMAGES, type BrandFile, type BrandImageKey, type CatalogBrand } from '#domain/catalog/brand-plan';
import { listProblems } from '#server/catalog/file/parse-catalog';
import { STORED_IMAGE } from '#server/catalog/reads/export-catalog';
import type { Context, ReadImage } from '#server/context';
import { AppError } from '#server/errors';

/** An image with the hashes of what is served and of the file that it was made from. */
export type PreparedImage = Omit<ReadImage, 'content' | 'raster' | 'touchIcon'> & {
  sha256: string;
  sourceSha256: string;
  content: Uint8Array<ArrayBuffer>;
  raster: Uint8Array<ArrayBuffer>;
  touchIcon: Uint8Array<ArrayBuffer>;
};
type ReadFile = (name: string) => Promise<Uint8Array>;
type Read = { sha256: string; image: PreparedImage | null };

const DATA_URI = /^data:image\/(?:svg\+xml|png|webp)(?:;charset=[\w-]+)?(;base64)?,(.*)$/s;
const FIELDS: Record<BrandImageKey, string> = {
  logoLight: 'brand.logo.light',
  logoDark: 'brand.logo.dark',
  favicon: 'brand.favicon',
};

/** An image that cannot be used. The message follows the name of the field. */
class Refusal extends Error {}

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/**
 * Reads the images that a brand names. An image that is stored already, by its own hash or by that of its source, is not read again.
 * Errors: invalid_input, with one line per image.
 */
export async function prepareBrand(
  ctx: Pick<Context, 'prisma' | 'readImage'>,
  file: BrandFile | null,
  readFile?: ReadFile,
): Promise<{ brand: CatalogBrand | null; images: PreparedImage[] }> {
  if (file === null) return { brand: null, images: [] };
  const { images: sources, ...texts } = file;
  const brand: CatalogBrand = { ...texts, logoLight: null, logoDark: null, favicon: null };
  const known = new Map<string, Read>();
  const problems: string[] = [];
  for (const key of BRAND_IMAGES) {
    const source = sources[key];
    if (source === null) continue;
    try {
      const read = known.get(source) ?? (await readSource(ctx, source, readFile));
      known.set(source, read);
      brand[key] = read.sha256;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(`${FIELDS[key]}: ${error.message}`);
    }
  }
  if (problems.length > 0) throw new AppError('invalid_input', listProblems(problems));
  return { brand, images: [...known.values()].flatMap(({ image }) => image ?? []) };
}

async function readSource(
  { prisma, readImage }: Pick<Context, 'prisma' | 'readImage'>,
  source: string,
  readFile?: ReadFile,
): Promise<Read> {
  const isReference = source.startsWith(STORED_IMAGE);
  const bytes = isReference ? null : await bytesOf(source, readFile);
  const hash = bytes === null ? source.slice(STORED_IMAGE.length) : hashOf(bytes);
  const stored = await prisma.brandImage.findFirst({
    where: { OR: [{ sha256: hash }, { sourceSha256: hash }] },
    select: { sha256: true },
  });
  if (stored) return { sha256: stored.sha256, image: null };
  if (bytes === null) throw new Refusal('no image with this hash is stored; use a data: URI');
  const outcome = await readImage(bytes);
  if (outcome.kind === 'refused') throw new Refusal(outcome.reason);
  const { mediaType, content, raster, touchIcon } = outcome;
  const sha256 = hashOf(content);
  const copies = {
    content: Uint8Array.from(content),
    raster: Uint8Array.from(raster),
    touchIcon: Uint8Array.from(touchIcon),
  };
  return { sha256, image: { mediaType, ...copies, sha256, sourceSha256: hash } };
}

async function bytesOf(source: string, readFile?: ReadFile): Promise<Uint8Array> {
  const [, base64, data] = DATA_URI.exec(source) ?? [];
  if (data !== undefined) return base64 ? Buffer.from(data, 'base64') : Buffer.from(percentDecoded(data));
  if (source.startsWith('data:'))
    throw new Refusal('must be a data: URI of type image/svg+xml, image/png or image/webp');
  if (!readFile) throw new Refusal('the name of a file only works with `candor catalog apply`; use a data: URI');
  return readFile(source);
}

function percentDecoded(data: string): string {
  try {
    return decodeURIComponent(data);
  } catch (error) {
    if (error instanceof URIError) throw new Refusal('must be a valid data: URI');
    throw error;
  }
}
