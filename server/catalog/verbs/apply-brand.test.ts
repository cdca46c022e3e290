import { afterEach, describe, expect, test } from 'vitest';
import { planLines } from '#server/catalog/plan/plan-lines';
import { exportCatalog } from '#server/catalog/reads/export-catalog';
import { DEFAULT_BRAND, readBrand, readStylesheet } from '#server/catalog/reads/read-brand';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { applyCatalog } from './apply-catalog.ts';

const world = testWorld(Date.parse('2026-11-25T12:00:00Z'));
const apply = async (text: string) => planLines(await applyCatalog(as(world.ctx, ADA), { text }));
const refusal = (text: string) =>
  apply(text).then(
    () => 'accepted',
    (error: Error) => error.message,
  );
const UNCHANGED = [
  '. component serving: not in the file, unchanged',
  '. component analytics: not in the file, unchanged',
];
const LARKFIELD = `
brand:
  name: Larkfield
  description: Status of ad serving and analytics.
  accent: "#127A86"
  support: support@larkfield.example
  links:
    - { label: Documentation, url: https://docs.larkfield.example/ }
  footer: Larkfield Ltd, London
  timeZone: Europe/London
`;

afterEach(() => apply('brand: {}'));

test('a new installation has a brand that looks finished', async () => {
  expect(await readBrand(world.ctx)).toEqual(DEFAULT_BRAND);
  expect(DEFAULT_BRAND).toMatchObject({ name: null, title: 'Service status', logo: null, timeZone: 'UTC' });
  expect(await exportCatalog(as(world.ctx, ADA))).not.toContain('brand:');
});

describe('applying a brand', () => {
  test('shows each difference, changes what is read, and is exported as an equivalent file', async () => {
    expect(await apply(LARKFIELD)).toEqual([
      '~ brand: name none -> Larkfield, description none -> Status of ad serving and analytics., accent none -> #127a86, ' +
        'support none -> mailto:support@larkfield.example, links none -> Documentation (https://docs.larkfield.example/), ' +
        'footer none -> Larkfield Ltd, London, timeZone UTC -> Europe/London',
      ...UNCHANGED,
    ]);
    expect(await readBrand(world.ctx)).toMatchObject({
      name: 'Larkfield',
      title: 'Larkfield status',
      description: 'Status of ad serving and analytics.',
      stylesheet: expect.stringMatching(/^\/brand\/accent-[0-9a-f]{16}\.css$/),
      support: 'mailto:support@larkfield.example',
      timeZone: 'Europe/London',
    });
    const text = await exportCatalog(as(world.ctx, ADA));
    expect(text).toContain('support: support@larkfield.example');
    expect(await apply(text)).toEqual(['= no changes']);
  });

  test('is audited with the values before and after', async () => {
    await apply(LARKFIELD);
    expect(await world.ctx.prisma.auditRow.findFirst({ orderBy: { seq: 'desc' } })).toMatchObject({
      action: 'catalog:change-brand',
      objectKind: 'brand',
      before: { name: null, timeZone: 'UTC' },
      after: { name: 'Larkfield', timeZone: 'Europe/London' },
    });
  });

  test('removes what the file leaves out, and leaves the brand unchanged without the key', async () => {
    await apply(LARKFIELD);
    expect(await apply('groups: []')).toEqual([...UNCHANGED, '= no changes']);
    await apply('brand: { name: Larkfield }');
    expect(await readBrand(world.ctx)).toMatchObject({ name: 'Larkfield', stylesheet: null, support: null, links: [] });
  });

  test('needs the role of an editor', async () => {
    const viewer = { ...world.ctx, actor: { ...ADA, role: 'viewer' as const } };
    await expect(applyCatalog(viewer, { text: LARKFIELD })).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test.each([
  [`{ name: ${'x'.repeat(41)} }`, 'brand.name: must be a name of 1 to 40 characters'],
  ['{ name: 5 }', 'brand.name: must be a name'],
  ['{ accent: teal }', 'brand.accent: must be a colour of six digits like "#127a86"'],
  [
    '{ accent: "#19A7B8" }',
    'brand.accent: #19a7b8 has a contrast of 2.5 for links on cards, and 4.5 is needed; the nearest colour that passes is "#007a88"',
  ],
  ['{ support: "javascript:alert(1)" }', 'brand.support: must be an e-mail address or an https:// address'],
  ['{ support: "http://larkfield.example" }', 'brand.support: must be an e-mail address or an https:// address'],
  ['{ links: [{ label: A, url: "http://a.example" }] }', 'brand.links[0].url: must be an https:// address'],
  ['{ links: [{ label: A, url: "https://u:p@a.example" }] }', 'brand.links[0].url: must be an https:// address'],
  [
    `{ links: [${Array(7).fill('{ label: A, url: "https://a.example" }').join(', ')}] }`,
    'brand.links: must have at most 6 entries',
  ],
  ['{ timeZone: London }', 'brand.timeZone: must be an IANA time zone like Europe/London'],
  ['{ timeZone: "+01:00" }', 'brand.timeZone: must be an IANA time zone like Europe/London'],
  ['{ colour: red }', 'brand: colour: unknown key; must be one of name'],
])('%s is refused with the field, the rule and the limit', async (brand, message) => {
  expect(await refusal(`brand: ${brand}`)).toContain(message);
});

describe('reading the brand', () => {
  test('needs one short statement until the brand changes', async () => {
    const before = await readBrand(world.ctx);
    expect(await readBrand(world.ctx)).toBe(before);
    await apply('brand: { name: Larkfield }');
    expect((await readBrand(world.ctx)).name).toBe('Larkfield');
  });

  test('returns the latest known brand while the database is unavailable', async () => {
    await apply('brand: { name: Larkfield }');
    const { web } = world.ctx;
    expect((await readBrand({ web })).name).toBe('Larkfield');
    const query = web.query;
    Object.assign(web, { query: () => Promise.reject(Object.assign(new Error('no'), { code: '08006' })) });
    expect((await readBrand({ web })).name).toBe('Larkfield');
    Object.assign(web, { query });
  });

  test('gives the accent of both schemes as a stylesheet', async () => {
    expect(await readStylesheet(world.ctx)).toBeNull();
    await apply('brand: { accent: "#127a86" }');
    expect((await readStylesheet(world.ctx))?.css).toMatch(
      /^@media \(forced-colors:none\)\{:root:root\{--accent:#127a86;--accent-solid:#127a86;--accent-hover:#\w{6};--accent-tint:#\w{6}\}\}\n@media screen and \(forced-colors:none\) and \(prefers-color-scheme:dark\)\{:root:root\{--accent:#\w{6};/,
    );
  });
});
