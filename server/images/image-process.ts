import sharp, { type Sharp } from 'sharp';
import type { ImageOutcome } from '#server/context';
import { IMAGE_LIMITS, IMAGE_SIDES } from './image-limits.ts';
import { sanitizeSvg, svgDocument } from './sanitize-svg.ts';

const { sideMin, sideMax } = IMAGE_LIMITS;
const OPTIONS = { limitInputPixels: sideMax * sideMax, failOn: 'warning', pages: 1 } as const;
const PNG = { compressionLevel: 9 } as const;
const WHITE = { r: 255, g: 255, b: 255, alpha: 1 };
const CLEAR = { ...WHITE, alpha: 0 };

sharp.concurrency(1);
sharp.cache(false);

process.once('message', (bytes: Uint8Array) => {
  void readImage(bytes).then((outcome) => process.send?.(outcome, () => process.disconnect()));
});

async function readImage(bytes: Uint8Array): Promise<ImageOutcome> {
  const text = Buffer.from(bytes).toString('utf8');
  return /^[\ufeff\s]*</.test(text) ? readSvg(text) : readRaster(Buffer.from(bytes));
}

async function readSvg(text: string): Promise<ImageOutcome> {
  const outcome = sanitizeSvg(text);
  if (outcome.kind === 'refused') return outcome;
  const drawn = Buffer.from(svgDocument(outcome, IMAGE_SIDES.picture));
  return orRefusal(async () => ({
    kind: 'accepted',
    mediaType: 'image/svg+xml',
    content: Buffer.from(svgDocument(outcome)),
    ...(await copiesOf(() => sharp(drawn, OPTIONS))),
  }));
}

async function readRaster(bytes: Buffer): Promise<ImageOutcome> {
  return orRefusal(async () => {
    const { format, width = 0, height = 0 } = await sharp(bytes, OPTIONS).metadata();
    if (format !== 'png' && format !== 'webp') return { kind: 'refused', reason: 'must be SVG, PNG or WebP' };
    if (width !== height) return { kind: 'refused', reason: `must be square; it is ${width} × ${height}` };
    if (width < sideMin || width > sideMax)
      return { kind: 'refused', reason: `must be from ${sideMin} to ${sideMax} pixels wide; it is ${width}` };
    const picture = () => sharp(bytes, OPTIONS);
    return {
      kind: 'accepted',
      mediaType: 'image/png',
      content: await pngOf(picture(), IMAGE_SIDES.picture),
      ...(await copiesOf(picture)),
    };
  });
}

/** Errors of the library are about the file, because it only gets a file in memory. */
async function orRefusal(read: () => Promise<ImageOutcome>): Promise<ImageOutcome> {
  try {
    return await read();
  } catch (error) {
    return { kind: 'refused', reason: `cannot be decoded: ${(error as Error).message.split('\n')[0]}` };
  }
}

async function copiesOf(picture: () => Sharp): Promise<{ raster: Buffer; touchIcon: Buffer }> {
  const { touchIcon: side, touchIconContent: content } = IMAGE_SIDES;
  const inner = await pngOf(picture(), content);
  const canvas = sharp({ create: { width: side, height: side, channels: 4, background: WHITE } });
  return {
    raster: await pngOf(picture(), IMAGE_SIDES.picture),
    touchIcon: await canvas
      .composite([{ input: inner }])
      .flatten({ background: WHITE })
      .png(PNG)
      .toBuffer(),
  };
}

/** Writes new pixels without metadata, so that nothing of the file is kept. */
function pngOf(picture: Sharp, side: number): Promise<Buffer> {
  return picture.resize(side, side, { fit: 'contain', background: CLEAR }).toColourspace('srgb').png(PNG).toBuffer();
}
