import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { createImageReader } from './create-image-reader.ts';

const LOGO = path.resolve(import.meta.dirname, '../../examples/larkfield.svg');
const STUCK = new URL('../test/stuck-process.ts', import.meta.url);
const read = createImageReader({ clock: systemClock, msMax: 60_000 });

const blank = (width: number, height = width) =>
  sharp({ create: { width, height, channels: 4, background: '#125a63' } });

/** Writes another width and height into the header of a PNG, with the checksum that belongs to it. */
async function claiming(side: number): Promise<Buffer> {
  const bytes = await blank(128).png().toBuffer();
  bytes.writeUInt32BE(side, 16);
  bytes.writeUInt32BE(side, 20);
  bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
  return bytes;
}

describe('an accepted image', () => {
  test('is a sanitised SVG with a copy as PNG and an icon on white', async () => {
    const outcome = await read(await readFile(LOGO));
    if (outcome.kind === 'refused') throw new Error(outcome.reason);
    expect([outcome.mediaType, Buffer.from(outcome.content).toString().slice(0, 4)]).toEqual(['image/svg+xml', '<svg']);
    expect(await sharp(outcome.raster).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
    const icon = sharp(outcome.touchIcon);
    expect(await icon.metadata()).toMatchObject({ width: 180, height: 180 });
    expect(
      (await icon.removeAlpha().extract({ left: 0, top: 0, width: 1, height: 1 }).raw().toBuffer()).toJSON().data,
    ).toEqual([255, 255, 255]);
  });

  test.each(['png', 'webp'] as const)('from %s is written again without metadata', async (format) => {
    const given = await blank(300)
      .withExif({ IFD0: { Copyright: 'SECRET' } })
      .toFormat(format)
      .toBuffer();
    expect(given.includes('SECRET')).toBe(true);
    const outcome = await read(given);
    if (outcome.kind === 'refused') throw new Error(outcome.reason);
    expect([outcome.mediaType, Buffer.from(outcome.content).includes('SECRET')]).toEqual(['image/png', false]);
    expect(await sharp(outcome.content).metadata()).toMatchObject({ format: 'png', width: 256, height: 256 });
  });
});

describe('an image is refused', () => {
  test.each([
    ['that is too large', async () => Buffer.alloc(200_001), 'must have at most 200000 bytes; it has 200001'],
    ['that is not square', () => blank(128, 200).png().toBuffer(), 'must be square; it is 128 × 200'],
    ['that is too small', () => blank(64).png().toBuffer(), 'must be from 128 to 4096 pixels wide; it is 64'],
    ['of another format', () => blank(128).jpeg().toBuffer(), 'must be SVG, PNG or WebP'],
    ['that is no image', async () => Buffer.from('no image'), 'cannot be decoded'],
    ['that is cut off', async () => (await blank(128).png().toBuffer()).subarray(0, 60), 'cannot be decoded'],
    [
      'that would need gigabytes of memory',
      () => claiming(60_000),
      'cannot be decoded: Input image exceeds pixel limit',
    ],
    [
      'with a script only',
      async () => Buffer.from('<svg viewBox="0 0 1 1"><text>a</text></svg>'),
      'must not contain <text>',
    ],
  ])('%s', async (_, bytes, reason) => {
    const outcome = await read(await bytes());
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
  });

  test('whose process does not answer within the limit, which ends that process', async () => {
    const stuck = createImageReader({ clock: systemClock, program: STUCK, msMax: 200 });
    expect(await stuck(Buffer.from('a'))).toEqual({ kind: 'refused', reason: 'must be decoded within 0.2 s' });
  });

  test('that takes longer than the limit', async () => {
    const hasty = createImageReader({ clock: systemClock, msMax: 1 });
    expect(await hasty(await blank(4_096).png().toBuffer())).toMatchObject({ kind: 'refused' });
  });
});
