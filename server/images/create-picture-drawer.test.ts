import sharp from 'sharp';
import { expect, test } from 'vitest';
import { systemClock } from '#server/clock';
import type { StatusPicture } from '#server/context';
import { RING_LOGO } from '#server/site/formats/ring';
import { createPictureDrawer } from './create-picture-drawer.ts';

const PICTURE: StatusPicture = {
  site: 'Larkfield status',
  logo: `data:image/svg+xml;base64,${Buffer.from(RING_LOGO).toString('base64')}`,
  sentence: 'Serving is down in 2 of 3 regions',
  detail: 'Since 13:20 UTC on 14 October 2026',
  colours: { background: '#a5141c', ink: '#ffffff', quiet: '#ffffff' },
};
const STUCK = new URL('../test/stuck-process.ts', import.meta.url);

async function colourAt(png: Uint8Array, left: number, top: number): Promise<number[]> {
  return [...(await sharp(png).removeAlpha().extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}

test('a picture has the brand on white above the sentence on its colour, and is drawn once', async () => {
  const draw = createPictureDrawer({ clock: systemClock, msMax: 60_000 });
  const png = await draw(PICTURE);
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 1_200, height: 630 });
  expect([await colourAt(png, 1_190, 10), await colourAt(png, 1_190, 620)]).toEqual([
    [255, 255, 255],
    [165, 20, 28],
  ]);
  expect(await draw({ ...PICTURE })).toBe(png);
  expect(await draw({ ...PICTURE, sentence: 'All systems operational' })).not.toEqual(png);
});

test('a picture that takes too long is refused', async () => {
  const draw = createPictureDrawer({ clock: systemClock, program: STUCK, msMax: 200 });
  await expect(draw(PICTURE)).rejects.toMatchObject({ code: 'overloaded' });
});
