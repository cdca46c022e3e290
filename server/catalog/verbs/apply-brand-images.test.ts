import { readFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, test } from 'vitest';
import { planLines } from '#server/catalog/plan/plan-lines';
import { exportCatalog, exportCatalogText } from '#server/catalog/reads/export-catalog';
import { readBrand } from '#server/catalog/reads/read-brand';
import { readBrandImage, readTouchIcon } from '#server/catalog/reads/read-brand-image';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { applyCatalog } from './apply-catalog.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../../examples');
const world = testWorld(Date.parse('2026-11-25T12:00:00Z'));
const files = (name: string) => readFile(path.join(EXAMPLES, name));
const apply = async (text: string, readFile?: typeof files) =>
  planLines(await applyCatalog(as(world.ctx, ADA), { text, readFile }))[0];
const refusal = (text: string) =>
  apply(text).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
const uri = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString('base64')}`;
const png = async (colour: string) =>
  uri(
    'image/png',
    await sharp({ create: { width: 128, height: 128, channels: 4, background: colour } })
      .png()
      .toBuffer(),
  );

afterEach(() => apply('brand: {}'));

describe('the logo of a catalogue file', () => {
  test('may be a file beside it, a data: URI, or an image that is stored', async () => {
    expect(await apply('brand: { logo: larkfield.svg }', files)).toMatch(
      /^~ brand: logoLight none -> [0-9a-f]{64}, logoDark/,
    );
    const stored = await readBrand(world.ctx);
    expect(stored.logo?.light).toBe(stored.logo?.dark);
    const inline = uri('image/svg+xml', await files('larkfield.svg'));
    expect(await apply(`brand: { logo: "${inline}" }`)).toMatch(/^\. component/);
    expect(
      await apply(
        `brand: { logo: "data:image/svg+xml,${encodeURIComponent((await files('larkfield.svg')).toString())}" }`,
      ),
    ).toMatch(/^\. component/);
    const hash = stored.logo?.light.replace('/brand/', '');
    expect(await apply(`brand: { logo: "sha256:${hash}" }`)).toMatch(/^\. component/);
    expect(await refusal('brand: { logo: larkfield.svg }')).toContain(
      'brand.logo.light: the name of a file only works with `candor catalog apply`; use a data: URI',
    );
  });

  test('may differ in the dark scheme, and is exported as an equivalent file, with or without the images', async () => {
    await apply(
      `brand: { logo: { light: "${await png('red')}", dark: "${await png('blue')}" }, favicon: "${await png('red')}" }`,
    );
    const { logo, favicon } = await readBrand(world.ctx);
    expect([logo?.light === logo?.dark, favicon]).toEqual([false, logo?.light]);
    const whole = await exportCatalog(as(world.ctx, ADA));
    const short = await exportCatalogText(as(world.ctx, ADA));
    expect([whole.includes('data:image/png;base64,'), short.includes('sha256:')]).toEqual([true, true]);
    expect([await apply(whole), await apply(short)]).toEqual(['= no changes', '= no changes']);
  });

  test('is stored once, and stays available under its hash after a change', async () => {
    const text = `brand: { logo: "${await png('green')}" }`;
    await apply(text);
    const hash = (await readBrand(world.ctx)).logo?.light.replace('/brand/', '') ?? '';
    await apply('brand: {}');
    await apply(text);
    expect(await world.ctx.prisma.brandImage.count({ where: { sha256: hash } })).toBe(1);
    await apply('brand: {}');
    expect((await readBrandImage(world.ctx, hash))?.mediaType).toBe('image/png');
    expect(await readTouchIcon(world.ctx)).toBeNull();
  });

  test('is not stored by a dry run', async () => {
    const text = `brand: { logo: "${await png('yellow')}" }`;
    const before = await world.ctx.prisma.brandImage.count();
    await applyCatalog(as(world.ctx, ADA), { text, isDryRun: true });
    expect(await world.ctx.prisma.brandImage.count()).toBe(before);
    await apply(text);
    expect(await world.ctx.prisma.brandImage.count()).toBe(before + 1);
  });

  test.each([
    [
      '{ logo: "data:text/html,a" }',
      'brand.logo.light: must be a data: URI of type image/svg+xml, image/png or image/webp',
    ],
    ['{ favicon: "data:image/svg+xml,%" }', 'brand.favicon: must be a valid data: URI'],
    [`{ favicon: "sha256:${'0'.repeat(64)}" }`, 'brand.favicon: no image with this hash is stored; use a data: URI'],
    ['{ favicon: "data:image/png;base64,AAAA" }', 'brand.favicon: cannot be decoded'],
    ['{ logo: { light: a.svg } }', 'brand.logo'],
    ['{ logo: "data:image/svg+xml,<svg></svg>" }', 'brand.logo.light: must have a viewBox'],
  ])('%.60s is refused with the field and the rule', async (brand, message) => {
    expect(await refusal(`brand: ${brand}`)).toContain(message);
  });
});
