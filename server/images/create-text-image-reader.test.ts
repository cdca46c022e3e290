import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import { createTextImageReader } from './create-image-reader.ts';

const SPINNING = new URL('../test/spinning-process.ts', import.meta.url);
const STUCK = new URL('../test/stuck-process.ts', import.meta.url);
const read = createTextImageReader({ clock: systemClock });
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#125a63' } });
const svg = (content: string, size = 'width="40" height="20"') =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${content}</svg>`);

async function accepted(bytes: Uint8Array) {
  const outcome = await read(bytes);
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome;
}

async function colourAt(content: Uint8Array, left: number, top: number): Promise<number[]> {
  const picture = sharp(content).flatten({ background: '#ffffff' }).extract({ left, top, width: 1, height: 1 });
  return [...(await picture.raw().toBuffer())];
}

describe('an accepted image', () => {
  test.each(['png', 'jpeg', 'webp'] as const)('from %s keeps its format and size, without metadata', async (format) => {
    const given = await blank(300, 200)
      .withExif({ IFD0: { Copyright: 'SECRET' } })
      .toFormat(format)
      .toBuffer();
    expect(given.includes('SECRET')).toBe(true);
    const { content, ...about } = await accepted(given);
    expect(about).toEqual({ kind: 'accepted', mediaType: `image/${format}`, width: 300, height: 200 });
    expect(Buffer.from(content).includes('SECRET')).toBe(false);
    expect(await sharp(content).metadata()).toMatchObject({ format, width: 300, height: 200 });
  });

  test('that was taken with a turned camera stands upright', async () => {
    const { width, height } = await accepted(await blank(300, 200).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect([width, height]).toEqual([200, 300]);
  });

  test('that is large becomes smaller, in its proportions', async () => {
    const { width, height } = await accepted(await blank(4_800, 1_200).png().toBuffer());
    expect([width, height]).toEqual([2_400, 600]);
  });

  test('from SVG becomes pixels, without what it refers to', async () => {
    const secret = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64');
    const { content, mediaType, width, height } = await accepted(
      svg(`<rect width="20" height="20" fill="#ff0000"/><script>alert(1)</script>
        <image href="file:///etc/hostname" x="20" width="20" height="20"/>
        <image href="http://127.0.0.1:9/x.png" x="20" width="20" height="20"/><image href="data:image/svg+xml;base64,${secret}"/>`),
    );
    expect([mediaType, width, height]).toEqual(['image/png', 1_600, 800]);
    expect([await colourAt(content, 400, 400), await colourAt(content, 1_200, 400)]).toEqual([
      [255, 0, 0],
      [255, 255, 255],
    ]);
  });

  test('from a tall SVG is not too high', async () => {
    const { width, height } = await accepted(svg('<rect/>', 'width="10" height="100"'));
    expect([width, height]).toEqual([240, 2_400]);
  });
});

describe('an image is refused', () => {
  test.each([
    ['that is too large', async () => Buffer.alloc(5_000_001), 'must have at most 5000000 bytes; it has 5000001'],
    ['with too many pixels', () => blank(5_000, 4_001).png().toBuffer(), 'pixel'],
    ['of another format', () => blank(8, 8).gif().toBuffer(), 'must be PNG, JPEG, WebP or SVG'],
    ['that is no image', async () => Buffer.from('no image'), 'must be PNG, JPEG, WebP or SVG'],
    ['that is empty', async () => Buffer.alloc(0), ''],
    ['that is cut off', async () => (await blank(128, 128).png().toBuffer()).subarray(0, 60), 'cannot be decoded'],
    ['that is noise behind a true header', async () => noise(), 'cannot be decoded'],
    [
      'that expands without end',
      async () =>
        Buffer.from(
          `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${'bcdefghi'.replace(/./g, (n) => `<!ENTITY ${n} "${`&${String.fromCharCode(n.charCodeAt(0) - 1)};`.repeat(10)}">`)}]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&i;</text></svg>`,
        ),
      '',
    ],
  ])('%s', async (_, bytes, reason) => {
    const outcome = await read(await bytes());
    expect(outcome).toEqual({ kind: 'refused', reason: expect.stringContaining(reason) });
  });

  test('whose process uses more processor time than the limit, or does not end', async () => {
    const spinning = createTextImageReader({ clock: systemClock, program: SPINNING });
    expect(await spinning(Buffer.from('a'))).toEqual({ kind: 'refused', reason: 'must be decoded within 5 s' });
    const stuck = createTextImageReader({ clock: systemClock, program: STUCK, msMax: 200 });
    expect(await stuck(Buffer.from('a'))).toMatchObject({ kind: 'refused' });
  });
});

async function noise(): Promise<Buffer> {
  const bytes = await blank(128, 128).png().toBuffer();
  return Buffer.concat([bytes.subarray(0, 50), Buffer.alloc(400, 0xa5)]);
}
