import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { deliver, history, keepSending } from './sender.ts';
import { useStage } from './stage.ts';

const CALM = [{ agoS: 240, mood: {} }];
const DOWN = { serving: { down: 6 } };
const DOWN_AGO_S = 100;

test.describe.configure({ mode: 'serial' });

const stage = useStage({ phases: CALM });

/** Opens a page in a browser of Berlin whose clock the test can turn. */
async function open(page: Page, path = '/', { url } = stage): Promise<void> {
  await page.clock.install();
  await page.goto(`${url}${path}`, { waitUntil: 'networkidle' });
}

test.use({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });

test('times are said in UTC with the own zone beside them, or in a zone that is chosen and kept', async ({ page }) => {
  await open(page);
  const asOf = page.locator('#headline time').last();
  await expect(asOf).toHaveText(/^\d\d:\d\d UTC on \d+ \w+ \d{4} \(\d\d:\d\d (CET|CEST)\)$/);
  await page.getByLabel('Times in').selectOption('Asia/Calcutta');
  await expect(asOf).toHaveText(/^\d\d:\d\d GMT\+5:30/);
  await expect(asOf).toHaveAttribute('title', /UTC/);
  await page.reload();
  await expect(page.locator('#headline time').last()).toHaveText(/GMT\+5:30/);
  await expect(page.getByLabel('Times in')).toHaveValue('Asia/Calcutta');
  await page.getByLabel('Times in').selectOption('UTC');
  await expect(page.locator('#headline time').last()).toHaveText(/^\d\d:\d\d UTC on/);
});

test('the days are one stop of the keyboard; arrow keys walk through them and each says its words', async ({ page }) => {
  await open(page);
  const bars = page.getByRole('group', { name: 'Serving, last 90 days' });
  await bars.focus();
  await expect(page.locator('#day')).toHaveText(/: Operational, 100 %/);
  const active = () => bars.getAttribute('aria-activedescendant');
  const last = await active();
  await page.keyboard.press('ArrowLeft');
  expect(await active()).not.toBe(last);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#day')).toHaveText(/: not monitored$/);
  await page.keyboard.press('Home');
  expect(await active()).toMatch(/-0$/);
  await page.keyboard.press('Escape');
  await expect(page.locator('#day')).toBeHidden();
  await page.keyboard.press('Tab');
  await expect(page.locator('summary').first()).toBeFocused();
});

test('everything on a page can be reached by keyboard, and shows where the focus is', async ({ page }) => {
  for (const path of ['/', '/components/serving', '/uptime', '/about-these-figures']) {
    await open(page, path);
    const stops = await page
      .locator('a, summary, select, [tabindex="0"]')
      .evaluateAll((all) => all.filter((one) => (one as HTMLElement).checkVisibility()).length);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const seen = new Set<string>();
    for (let i = 0; i < stops; i++) {
      await page.keyboard.press('Tab');
      const focus = await page.evaluate(() => {
        const one = document.activeElement as HTMLElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        return {
          path: `${one.tagName} ${one.textContent?.slice(0, 40)} ${one.getBoundingClientRect().top}`,
          isSeen: outlineStyle !== 'none' && outlineWidth !== '0px',
        };
      });
      expect([path, focus.path, focus.isSeen]).toEqual([path, focus.path, true]);
      seen.add(focus.path);
    }
    expect(seen.size, `stops of ${path}`).toBeGreaterThanOrEqual(stops - 1);
  }
});

test('a page that gets no more news turns grey and says from when it is', async ({ page }) => {
  await open(page);
  await expect(page.locator('#lost')).toBeHidden();
  await page.route('**/*', (route) => route.abort());
  await page.clock.fastForward(80_000);
  await expect(page.locator('#lost')).toBeHidden();
  await page.clock.fastForward(30_000);
  await expect(page.locator('#lost')).toHaveText(/The connection to this page was lost. What it shows is from \d\d:\d\d UTC/);
  await expect(page.locator('html')).toHaveClass('lost');
  await page.unroute('**/*');
  await page.clock.fastForward(20_000);
  await expect(page.locator('#lost')).toBeHidden();
});

test('a page weighs little, asks nobody else, and comes with a policy that allows nothing inline', async ({ page }) => {
  const sizes: number[] = [];
  page.on('requestfinished', async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    sizes.push(responseBodySize + responseHeadersSize);
  });
  await page.route('**/*', (route) => (new URL(route.request().url()).origin === stage.url ? route.continue() : route.abort()));
  const response = await page.goto(stage.url, { waitUntil: 'networkidle' });
  expect(response?.headers()['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
  expect(sizes.length).toBeLessThanOrEqual(4);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(40_000);
  expect(await page.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src')))).toEqual(['/live.js']);
});

test('the line for embedding stands in a frame of another site, and nothing else does', async ({ page }) => {
  const partner = createServer((request, response) =>
    response.setHeader('content-type', 'text/html').end(`<title>p</title><iframe src="${stage.url}${request.url}"></iframe>`),
  );
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  const { port } = partner.address() as AddressInfo; // a listening TCP server has one
  try {
    await page.goto(`http://127.0.0.1:${port}/embed`);
    await expect(page.frameLocator('iframe').locator('h1')).toContainText('All systems operational');
    await page.goto(`http://127.0.0.1:${port}/`);
    await expect(page.frameLocator('iframe').getByText('Service status')).toHaveCount(0);
  } finally {
    partner.close();
  }
});

test('on paper there are no controls, and what was folded is unfolded', async ({ page }) => {
  await open(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.locator('h1')).toBeVisible();
});

test.describe('a page that is open while things change', () => {
  const changing = useStage({ phases: CALM, untilAgoS: DOWN_AGO_S });

  test('follows, says what changed, and keeps focus and what is unfolded', async ({ page }) => {
    await open(page, '/', changing);
    const summary = page.locator('#analytics summary');
    await summary.click();
    await summary.focus();
    await deliver(changing.url, changing.sender, history(Date.now(), [{ agoS: DOWN_AGO_S, mood: DOWN }]));
    const stop = keepSending(changing.url, changing.sender, DOWN);
    try {
      await expect.poll(async () => (await (await fetch(`${changing.url}/api/v2/status.json`)).json()).status.indicator, { timeout: 20_000 }).toBe('major');
      await page.clock.fastForward(20_000);
      await expect(page.locator('h1')).toContainText('Serving is down since');
      await expect(page.getByRole('status')).toContainText('Serving is down since');
      await expect(summary).toBeFocused();
      await expect(page.locator('#analytics details')).toHaveAttribute('open', '');
      await expect(page).toHaveTitle('Service status');
    } finally {
      stop();
    }
  });
});
