import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, type Request } from '@playwright/test';

/** Matches "13:20 UTC", or "23:59 UTC on 30 March 2022" for another day than today, which a test shortly after midnight sees. */
export const MOMENT = String.raw`\d\d:\d\d UTC(?: on \d+ [A-Z][a-z]+ \d{4})?`;

/** Opens a page and returns what should not happen there: console messages, errors, failed and foreign requests. The list grows. */
export async function openWatched(page: Page, url: string): Promise<string[]> {
  const noise: string[] = [];
  await page.goto('about:blank'); // ends the requests of the page before, which are not noise of this one
  page.on('console', (message) => noise.push(`console ${message.type()}: ${message.text()} ${message.location().url}`));
  page.on('pageerror', (error) => noise.push(`error: ${error.message}`));
  page.on('requestfailed', (request) => isLeft(request) || noise.push(`failed: ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && noise.push(`${response.status()}: ${response.url()}`));
  page.on(
    'request',
    (request) => new URL(request.url()).origin !== new URL(url).origin && noise.push(`foreign: ${request.url()}`),
  );
  await page.goto(url, { waitUntil: 'networkidle' });
  return noise;
}

/** Returns whether a request of the console was cancelled because the page was left. */
function isLeft(request: Request): boolean {
  return (
    request.failure()?.errorText === 'net::ERR_ABORTED' && new URL(request.url()).pathname.startsWith('/api/console/')
  );
}

export type ColorScheme = 'light' | 'dark';
/** The rules of axe that depend on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * Returns the violations that axe finds. A page in the dark scheme has the same elements as in the light one, which is checked by all rules, so only
 * its colours are checked. Legacy mode reads this page only; it has no frames.
 */
export async function axeFindings(page: Page, scheme: ColorScheme = 'light'): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
  const { violations } = await (scheme === 'dark' ? axe.withRules(COLOUR_RULES) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

export async function openDetails(page: Page): Promise<void> {
  for (const summary of await page.locator('summary').all()) await summary.click();
}

/** Returns the pixels by which the page is wider than its window. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Returns the headline in the served HTML, without tags. */
export async function servedHeadline(url: string): Promise<string> {
  const html = await (await fetch(url)).text();
  return (/<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '')
    .replace(/<svg.*?<\/svg>|<!--.*?-->|<[^>]+>/gs, '')
    .replaceAll('\u00a0', ' ')
    .trim();
}

export async function expectHeadline(url: string, text: string): Promise<void> {
  await expect.poll(() => servedHeadline(url), { intervals: [150], timeout: 20_000 }).toBe(text);
}

export async function expectHeadlineLike(url: string, words: RegExp, timeout = 20_000): Promise<void> {
  await expect.poll(() => servedHeadline(url), { intervals: [250], timeout }).toMatch(words);
}
