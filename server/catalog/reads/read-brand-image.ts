import { brandImage, logoCopies } from '#server/catalog/sql/brand';
import type { Context } from '#server/context';

const SHA256 = /^[0-9a-f]{64}$/;

/** Reads an image of the brand by its hash; null if there is none. */
export async function readBrandImage(
  ctx: Pick<Context, 'web'>,
  sha256: string,
): Promise<{ mediaType: string; content: Uint8Array<ArrayBuffer> } | null> {
  const image = SHA256.test(sha256) ? await brandImage(ctx, sha256) : null;
  return image && { mediaType: image.mediaType, content: Uint8Array.from(image.content) };
}

/** Reads the icon of the brand for home screens; null without a logo. */
export async function readTouchIcon(ctx: Pick<Context, 'web'>): Promise<Uint8Array<ArrayBuffer> | null> {
  const copies = await logoCopies(ctx);
  return copies && Uint8Array.from(copies.touchIcon);
}

/** Reads the logo of the brand as PNG; null without a logo. */
export async function readLogoRaster(ctx: Pick<Context, 'web'>): Promise<Uint8Array | null> {
  return (await logoCopies(ctx))?.raster ?? null;
}
