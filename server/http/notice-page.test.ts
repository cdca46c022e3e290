import { expect, test } from 'vitest';
import { en } from '#messages/en/site';
import { DEFAULT_BRAND } from '#server/catalog/reads/read-brand';
import { type KnownSite, knownSite, rememberSite } from './known-site.ts';
import { noticePage } from './notice-page.ts';

const BRAND = { ...DEFAULT_BRAND, name: 'Larkfield', title: 'Larkfield status' };
const site = (components: string[], brand = BRAND): KnownSite => ({ brand, components, regions: [] });
const failed = (known: KnownSite | null) => noticePage(503, en.error, known);
const scope = (known: KnownSite | null) => /about the status page, not about (.*?)\.</.exec(failed(known))?.[1];

test('a failure names the brand and up to three components that it is not about', () => {
  expect(failed(site(['Serving']))).toMatch(/<header>.*<strong>Larkfield<\/strong> <span>Status<\/span>/s);
  expect([['Serving'], ['Serving', 'Analytics'], ['A', 'B', 'C']].map((names) => scope(site(names)))).toEqual([
    'Serving',
    'Serving or Analytics',
    'A, B or C',
  ]);
});

test('a failure is about no component in particular if more than three or none are known', () => {
  expect([site(['A', 'B', 'C', 'D']), site([]), null].map(scope)).toEqual(Array(3).fill('the components'));
});

test('a failure has no header before the first page was read, and never a navigation or a switch of zones', () => {
  expect(failed(null)).not.toContain('<header>');
  expect(failed(site(['Serving']))).not.toMatch(/<nav|_zone|href="\/history"/);
});

test('a refusal says nothing about components', () => {
  expect(noticePage(404, { ...en.notFound, link: 'Status' }, site(['Serving']))).not.toContain('Serving');
});

test('names of people contain no markup', () => {
  const page = failed(site(['<b>S</b>'], { ...BRAND, name: '<i>"L"</i>' }));
  expect(page).not.toMatch(/<b>|<i>/);
  expect(page).toContain('&#60;b&#62;S');
});

test('the logo has a variant for dark pages', () => {
  const page = failed(site([], { ...BRAND, logo: { light: '/brand/1', dark: '/brand/2' } }));
  expect(page).toContain('<source srcset="/brand/2" media="(prefers-color-scheme: dark)"><img src="/brand/1"');
});

test('the site is remembered until a page reads it again', () => {
  rememberSite(site(['Serving', 'Analytics']));
  expect(knownSite()?.components).toEqual(['Serving', 'Analytics']);
});
