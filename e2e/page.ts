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
  page.on('requestfailed', (request) => isCancelled(request) || noise.push(`failed: ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && noise.push(`${response.status()}: ${response.url()}`));
  page.on(
    'request',
    (request) => new URL(request.url()).origin !== new URL(url).origin && noise.push(`foreign: ${request.url()}`),
  );
  await page.goto(url, { waitUntil: 'networkidle' });
  return noise;
}

/**
 * Returns whether the page cancelled a request: one of the console when it was left, or one of a public page for its own newer version, for which it waits ten
 * seconds. A busy machine takes longer while axe runs.
 */
function isCancelled(request: Request): boolean {
  const isOfConsole = new URL(request.url()).pathname.startsWith('/api/console/');
  const isRefresh = request.resourceType() === 'fetch' && request.url() === request.frame().url();
  return request.failure()?.errorText === 'net::ERR_ABORTED' && (isOfConsole || isRefresh);
}

/** Longer than the time in which an outage is confirmed and a busy machine shows it. */
const HEADLINE_MS_MAX = 120_000;

const SCHEMES = ['light', 'dark'] as const;
export type ColorScheme = (typeof SCHEMES)[number];

/** Checks the open page in each colour scheme, once its colours have stopped changing. Opening it again would cost more than most checks. */
export async function inSchemes(page: Page, check: (scheme: ColorScheme) => Promise<void>): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(async () => {
      const changes = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
      await Promise.allSettled(changes.map(({ finished }) => finished)); // one that is cancelled has ended too
    });
    await check(colorScheme);
  }
}

/** The rules of axe that depend on colours. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const NO_SOURCE = ';';

/**
 * Returns the violations that axe finds. A page in the dark scheme has the same elements as in the light one, which is checked by all rules, so only
 * its colours are checked. Legacy mode reads this page only; it has no frames. A page that has been checked before contains axe already.
 */
export async function axeFindings(page: Page, scheme: ColorScheme = 'light'): Promise<string[]> {
  const hasAxe = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, ...(hasAxe ? { axeSource: NO_SOURCE } : {}) })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const { violations } = await (scheme === 'dark' ? axe.withRules(COLOUR_RULES) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}

/** Whether pictures of pages are kept. People look at them; no test reads them. */
const KEEPS_PICTURES = Boolean(process.env.PICTURES);

/** Keeps a picture of the whole page in test-results, if PICTURES is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (KEEPS_PICTURES) await page.screenshot({ path: `test-results/${name}.png`, fullPage: true });
}

/** Keeps a picture at each of these widths, if PICTURES is set. */
export async function pictures(page: Page, widths: readonly number[], name: (width: number) => string): Promise<void> {
  if (!KEEPS_PICTURES) return;
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, name(width));
  }
}

/** Returns the page as a PDF, as it is printed. Also keeps it in test-results, if PICTURES is set. */
export function printed(page: Page, name: string): Promise<Buffer> {
  const file = KEEPS_PICTURES ? { path: `test-results/${name}.pdf` } : {};
  return page.pdf({ ...file, preferCSSPageSize: true, printBackground: true });
}

/** Opens all details that are shown at the width of the page. */
export async function openDetails(page: Page): Promise<void> {
  for (const details of await page.locator('details').all())
    if ((await details.isVisible()) && (await details.getAttribute('open')) === null)
      await details.locator('> summary').click();
}

/** Returns the pixels by which the page is wider than its window. */
export function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Returns the headline in the served HTML, without tags. */
export async function servedHeadline(url: string): Promise<string> {
  return (await servedHead(url)).headline;
}

/** Returns the headline and the line below it in the served HTML, without tags. */
export async function servedHead(url: string): Promise<{ headline: string; lead: string }> {
  const html = await (await fetch(url)).text();
  const [, headline, lead] = /<h1[^>]*>(.*?)<\/h1>(?:<p[^>]*>(.*?)<\/p>)?/s.exec(html) ?? [];
  return { headline: plain(headline), lead: plain(lead) };
}

function plain(html = ''): string {
  return html
    .replace(/<svg.*?<\/svg>|<!--.*?-->|<[^>]+>/gs, '')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\u2011', '-')
    .trim();
}

/** Waits for a headline. `text` is called for each poll, because a time is shown with its date from midnight on. */
export async function expectHeadline(url: string, text: () => string): Promise<void> {
  await expect(async () => {
    const served = await servedHeadline(url);
    expect(served).toBe(text());
  }).toPass({ intervals: [150], timeout: HEADLINE_MS_MAX });
}

export async function expectHeadlineLike(url: string, words: RegExp): Promise<void> {
  await expect.poll(() => servedHeadline(url), { intervals: [250], timeout: HEADLINE_MS_MAX }).toMatch(words);
}
