import sharp, { type Sharp } from 'sharp';
import type { TextImageOutcome } from '#server/context';
import { TEXT_IMAGE_LIMITS } from './image-limits.ts';

const { pixels, sideMax, drawingWidth } = TEXT_IMAGE_LIMITS;
const OPTIONS = { limitInputPixels: pixels, failOn: 'error', pages: 1 } as const;
/** Pixels per inch at which a unit of a drawing is one pixel. */
const DRAWING_DPI = 72;
const [DRAWING_DPI_MIN, DRAWING_DPI_MAX] = [1, 100_000]; // those of the library
const FORMATS = 'must be PNG, JPEG, WebP or SVG';
/** How each format is written. Drawings become pixels, so that a page never shows markup of others. */
const WRITERS: Record<string, (picture: Sharp) => Sharp> = {
  png: (picture) => picture.png({ compressionLevel: 9 }),
  jpeg: (picture) => picture.jpeg({ quality: 85, mozjpeg: true }),
  webp: (picture) => picture.webp({ quality: 85 }),
  svg: (picture) => picture.png({ compressionLevel: 9 }),
};

sharp.concurrency(1);
sharp.cache(false);

process.once('message', (bytes: Uint8Array) => {
  void readImage(Buffer.from(bytes)).then((outcome) => process.send?.(outcome, () => process.disconnect()));
});

/** Writes new pixels without metadata, so that nothing of the file is kept. Errors of the library are about the file. */
async function readImage(bytes: Buffer): Promise<TextImageOutcome> {
  try {
    const { format = '', width = 0, height = 0 } = await sharp(bytes, OPTIONS).metadata();
    const write = WRITERS[format];
    if (!write) return { kind: 'refused', reason: FORMATS };
    if (width * height > pixels) return { kind: 'refused', reason: tooManyPixels(width, height) };
    const density = format === 'svg' ? densityOf(width, height) : DRAWING_DPI;
    const picture = sharp(bytes, { ...OPTIONS, density })
      .rotate() // as its metadata says
      .resize(sideMax, sideMax, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb');
    const { data, info } = await write(picture).toBuffer({ resolveWithObject: true });
    const mediaType =
      info.format === 'png' || info.format === 'webp' ? (`image/${info.format}` as const) : 'image/jpeg';
    return { kind: 'accepted', mediaType, content: data, width: info.width, height: info.height };
  } catch (error) {
    const [message = ''] = (error as Error).message.split('\n');
    const reason = /unsupported image format/.test(message) ? FORMATS : `cannot be decoded: ${message}`;
    return { kind: 'refused', reason };
  }
}

/** Returns the resolution at which a drawing is as wide as texts show it, and not too high. */
function densityOf(width: number, height: number): number {
  const density = DRAWING_DPI * Math.min(drawingWidth / width, sideMax / height);
  return Math.min(DRAWING_DPI_MAX, Math.max(DRAWING_DPI_MIN, density));
}

function tooManyPixels(width: number, height: number): string {
  return `must have at most ${pixels / 1_000_000} megapixels; it is ${width} × ${height}`;
}
