import { type Browser, expect, type Page, test } from '@playwright/test';
import {
  axeFindings,
  type ColorScheme,
  expectHeadline,
  openDetails,
  openWatched,
  pictures,
  servedHead,
  sidewaysOverflow,
} from './page.ts';
import { type Stage, useStage } from './stage.ts';
import { leadOf, STATES, type StateCase } from './states.ts';

/** Zones other than UTC, so that each time is shown in both and takes more space. */
const ZONES = { light: 'Asia/Kolkata', dark: 'Europe/Berlin' };
const SCHEMES = ['light', 'dark'] as const;
const SHOT_WIDTHS = [1280, 768, 390];
/** 320 px, and 1280 px at 400 %, must not scroll sideways; 640 is 1280 at 200 %. */
const NARROW_WIDTHS = [640, 320];
const PATHS = ['/', '/components/serving', '/history', '/uptime', '/about-these-figures', '/developers', '/embed'];

test.describe.configure({ mode: 'parallel' });

for (const state of STATES) {
  test.describe(state.name, () => {
    test.describe.configure({ mode: 'default' }); // one server for the tests of a state
    const stage = useStage(state);
    test.beforeEach(() => expectHeadline(stage.url, () => state.headline));

    for (const colorScheme of SCHEMES) testScheme(state, stage, colorScheme);
    testWithoutScript(state, stage);
  });
}

function testScheme(state: StateCase, stage: Stage, colorScheme: ColorScheme) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ timezoneId: ZONES[colorScheme] });
    test('every page is accessible and fits its window', async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      for (const path of PATHS) {
        await page.setViewportSize({ width: 1280, height: 900 });
        const noise = await openWatched(page, `${stage.url}${path}`);
        if (path === '/') await expectStatusPage(page, state);
        await pictures(page, SHOT_WIDTHS, (width) => `pages/${shotName(state, path, width, colorScheme)}`);
        for (const width of NARROW_WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          expect(await sidewaysOverflow(page), `sideways scroll of ${path} at ${width} px`).toBeLessThanOrEqual(0);
        }
        await openDetails(page);
        expect(await axeFindings(page, colorScheme), `axe on ${path}`).toEqual([]);
        expect(noise, `noise on ${path}`).toEqual([]);
      }
    });
  });
}

function shotName({ name }: StateCase, path: string, width: number, scheme: string): string {
  return `${path === '/' ? 'status' : path.slice(1).replaceAll('/', '-')}-${name.replaceAll(' ', '-')}-${width}-${scheme}`;
}

async function expectStatusPage(page: Page, state: StateCase): Promise<void> {
  await expect(page.locator('h1')).toHaveText(state.headline);
  await expect(page).toHaveTitle(`${state.headline} – Service status`);
  const header = page.locator('#_headline > header');
  const headerIsGreen =
    (await page.locator('#_headline > header[class*="-ok-"]').count()) +
      (await header.locator('[class*="-ok-"]').count()) >
    0;
  expect(headerIsGreen, 'green at the head of the page').toBe(state.name === 'operational');
  await expect(page.locator('footer')).toContainText(
    state.phases.length > 0 ? 'Figures evaluated until' : 'No monitoring data yet.',
  );
}

/** Returns the text of a page in a browser without JavaScript. */
async function plainText(browser: Browser, url: string): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    await page.goto(url);
    return (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
  } finally {
    await context.close();
  }
}

function testWithoutScript(state: StateCase, stage: Stage) {
  test('the status is the same without JavaScript and in JSON', async ({ browser, request }) => {
    const answer = await request.get(`${stage.url}/api/v2/status.json`);
    expect((await answer.json()).status.indicator).toBe(state.indicator);
    const status = await plainText(browser, stage.url);
    expect(status).toContain(state.headline);
    expect((await servedHead(stage.url)).lead).toMatch(leadOf(state, stage.stagedAt));
    for (const words of ['Serving', 'Analytics', 'Target', 'Recent incidents', 'All figures'])
      expect(status).toContain(words);
    expect(await plainText(browser, `${stage.url}/components/serving`)).toContain('Policy v1');
    expect(await plainText(browser, `${stage.url}/uptime`)).toContain('SLA target 99.9 %');
    const badge = await request.get(`${stage.url}/badge/serving.svg`);
    expect([badge.headers()['content-type'], await badge.text()]).toEqual([
      'image/svg+xml; charset=utf-8',
      expect.stringContaining('aria-label="Serving: '),
    ]);
  });
}
