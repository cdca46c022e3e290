import { describe, expect, test } from 'vitest';
import type { AskPage, RenderedPage } from '#server/pages/ask-page';
import { renderEntry } from './render-entry.ts';

const T = 1_648_646_400_000;
const NOTHING_RECENT = { build: 'b', at: T, staleAt: T + 60_000, recent: new Set<string>(), isAlways: () => true };
const PAGE =
  '<html lang="en"><head><link rel="stylesheet" href="/a.css"/></head><p id="_lost" hidden="">Lost</p><main data-generated="x">Up</main></html>';

function htmlPage(body: string, change: Partial<RenderedPage> = {}): RenderedPage {
  return { status: 200, type: 'text/html; charset=utf-8', headers: {}, body: Buffer.from(body), ...change };
}

/** Renders every address as `normal`, and as `stale` where its data is stale. */
const pagesOf =
  (normal: RenderedPage, stale = normal): AskPage =>
  async (_, isStale) =>
    isStale ? stale : normal;

describe('the published entry', () => {
  test('of a page that shows the status has a variant without live data, with the scripts and files of both', async () => {
    const stale = htmlPage(PAGE.replace('/a.css', '/b.css').replace('Up', 'Unknown<style>p{}</style>'));
    const { entry, assets } = await renderEntry(pagesOf(htmlPage(PAGE), stale), '/', NOTHING_RECENT);
    expect(entry).toMatchObject({ mode: 'live', status: 200, generatedAt: T, staleAt: T + 60_000 });
    expect(entry.normal.identity.toString()).toBe(PAGE);
    expect(entry.stale?.identity.toString()).toMatch(/<html class="lost" .*id="_lost">Lost.*Unknown/);
    expect(entry.headers['Content-Security-Policy']).toContain("style-src 'self' 'sha256-");
    expect(assets).toEqual(['/a.css', '/b.css']);
  });

  test('of a page that shows nothing of now has no such variant, and tells its script so', async () => {
    const { entry } = await renderEntry(pagesOf(htmlPage(PAGE)), '/about-these-figures', NOTHING_RECENT);
    expect([entry.mode, entry.staleAt, entry.stale]).toEqual(['fixed', null, null]);
    expect(entry.normal.identity.toString()).toContain('<main data-fixed="" data-generated="x">');
  });

  test('of an incident is renewed while its figures may change', async () => {
    const modes = async (recent: string[]) => {
      const moment = { ...NOTHING_RECENT, recent: new Set(recent) };
      return (await renderEntry(pagesOf(htmlPage(PAGE)), '/incidents/aaaaaaaaaaaa', moment)).entry.mode;
    };
    expect([await modes(['aaaaaaaaaaaa']), await modes(['bbbbbbbbbbbb'])]).toEqual(['current', 'fixed']);
  });

  test.each([404, 422])('of an address that is answered with %i has no bytes', async (status) => {
    const { entry } = await renderEntry(pagesOf(htmlPage(PAGE, { status })), '/components/nothing', NOTHING_RECENT);
    expect([entry.status, entry.mode, entry.normal.identity.length, entry.stale]).toEqual([status, 'fixed', 0, null]);
  });

  test('is not made of a page that fails, of a variant that fails, or of a file that is missing', async () => {
    const failed = htmlPage('error', { status: 500 });
    await expect(renderEntry(pagesOf(failed), '/', NOTHING_RECENT)).rejects.toThrow('status 500');
    await expect(renderEntry(pagesOf(htmlPage(PAGE), failed), '/', NOTHING_RECENT)).rejects.toThrow('status 500');
    const missing = pagesOf(htmlPage('none', { status: 404 }));
    await expect(renderEntry(missing, '/_next/static/chunks/a.css', NOTHING_RECENT)).rejects.toThrow('status 404');
  });
});
