import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, type Request } from '@playwright/test';

/** "13:20 UTC", or "23:59 UTC on 30 March 2022" where that is another day than today: what is tested shortly after midnight too. */
export const MOMENT = String.raw`\d\d:\d\d UTC(?: on \d+ [A-Z][a-z]+ \d{4})?`;

/** Opens the page and takes note of everything that a calm page does not do: console messages, errors, failed or foreign requests. */
export async function openWatched(page: Page, url: string): Promise<string[]> {
  const noise: string[] = [];
  await page.goto('about:blank'); // what the page before still asked for is given up here, and is none of this one's noise
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

/** A question of the console that was on its way when the page was left. */
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

/** How far the page reaches beyond its window. */
export function carriedSteps(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** The headline as served, without tags. */
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
