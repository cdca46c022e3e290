import { expect, type Page, test } from '@playwright/test';
import { axeFindings, expectHeadline, openWatched, overhang } from './page.ts';
import { type Stage, useStage } from './stage.ts';
import { headlineOf, STATES, type StateCase } from './states.ts';

const SCHEMES = ['light', 'dark'] as const;
const WIDTHS = [320, 390];

test.describe.configure({ mode: 'parallel' });

for (const state of STATES) {
  test.describe(state.name, () => {
    test.describe.configure({ mode: 'default' }); // one server for the tests of a state
    const stage = useStage(state);
    test.beforeEach(() => expectHeadline(stage.url, headlineOf(state, stage.stagedAt)));

    for (const colorScheme of SCHEMES) testScheme(state, stage, colorScheme);
    testWithoutScript(state, stage);
  });
}

function testScheme(state: StateCase, stage: Stage, colorScheme: 'light' | 'dark') {
  test(`reads well in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 1280, height: 900 });
    const noise = await openWatched(page, stage.url);
    await expect(page.locator('h1')).toHaveText(headlineOf(state, stage.stagedAt));
    await expectGreenOnlyIfCalm(page, state);
    await expect(page.locator('footer')).toContainText(state.phases.length > 0 ? 'Newest probe data' : 'No probe data has been received yet.', {
      timeout: 1_000,
    });
    await shoot(page, state, `1280-${colorScheme}`);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await overhang(page), `sideways scroll at ${width} px`).toBeLessThanOrEqual(0);
    }
    await shoot(page, state, `390-${colorScheme}`);
    expect(await axeFindings(page)).toEqual([]);
    expect(noise).toEqual([]);
  });
}

async function expectGreenOnlyIfCalm(page: Page, { name }: StateCase): Promise<void> {
  const green = page.locator('header').locator('.text-operational, .border-operational, .fill-operational');
  const headerIsGreen = (await page.locator('header.border-operational').count()) + (await green.count()) > 0;
  expect(headerIsGreen, 'green at the head of the page').toBe(name === 'operational');
}

async function shoot(page: Page, { name }: StateCase, what: string): Promise<void> {
  await page.screenshot({ path: `test-results/pages/${name.replaceAll(' ', '-')}-${what}.png`, fullPage: true });
}

function testWithoutScript(state: StateCase, stage: Stage) {
  test('says the same without JavaScript, and in JSON', async ({ browser, page, request }) => {
    const answer = await request.get(`${stage.url}/api/v2/status.json`);
    expect((await answer.json()).status.indicator).toBe(state.indicator);
    const response = await page.goto(stage.url, { waitUntil: 'networkidle' });
    const html = (await response?.text()) ?? '';
    const context = await browser.newContext({ javaScriptEnabled: false });
    try {
      const plain = await context.newPage();
      await plain.route(stage.url, (route) => route.fulfill({ body: html, contentType: 'text/html; charset=utf-8' }));
      await plain.goto(stage.url);
      await expect(plain.locator('h1')).toHaveText(headlineOf(state, stage.stagedAt));
      expect(await plain.locator('body').innerText()).toBe(await page.locator('body').innerText());
    } finally {
      await context.close();
    }
  });
}
