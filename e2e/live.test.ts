import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import { axeFindings } from './page.ts';
import { deliver, history, keepSending } from './sender.ts';
import { useStage } from './stage.ts';

const OPERATIONAL = [{ agoS: 240, mood: {} }];
const DOWN = { serving: { down: 6 } };
const DOWN_AGO_S = 100;

test.describe.configure({ mode: 'serial' });

const stage = useStage({ phases: OPERATIONAL });

/** Opens a page whose clock the test controls. */
async function open(page: Page, path = '/', { url } = stage): Promise<void> {
  await page.clock.install();
  await page.goto(`${url}${path}`, { waitUntil: 'networkidle' });
}

test.use({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });

test("times are in UTC or in the reader's zone, with the other one as title, and the choice is remembered", async ({
  page,
}) => {
  await open(page);
  const checked = page.locator('#_headline time').last();
  const zones = page.getByRole('group', { name: 'Times in' });
  await expect(checked).toHaveText(/^\d\d:\d\d:\d\d\sUTC$/);
  await expect(checked).toHaveAttribute('title', /^\d\d:\d\d:\d\d\s(CET|CEST)(, .*)?$/);
  await zones.getByRole('button', { name: /^Your time \((CET|CEST)\)$/ }).click();
  await expect(checked).toHaveText(/^\d\d:\d\d:\d\d\s(CET|CEST)$/);
  await expect(checked).toHaveAttribute('title', /UTC/);
  await expect(page.locator('#_zone')).toContainText('Days, months and years of figures are in UTC.');
  await page.reload();
  await expect(page.locator('#_headline time').last()).toHaveText(/(CET|CEST)$/);
  await expect(zones.getByRole('button', { pressed: true })).toHaveText(/^Your time/);
  await zones.getByRole('button', { name: 'UTC' }).click();
  await expect(page.locator('#_headline time').last()).toHaveText(/\sUTC$/);
});

test('the age of the data is shown and counts on', async ({ page }) => {
  await open(page);
  const age = page.locator('#_headline [data-at]').first();
  await expect(age).toHaveText(/^\d+\ss ago, $/);
  await page.clock.fastForward(120_000);
  await expect(age).toHaveText(/^\d+\s(s|min) ago, $/);
});

test('the bars of days are one tab stop, and arrow keys show the text of each day', async ({ page }) => {
  await open(page);
  const bars = page.getByRole('group', { name: 'Serving, last 90 days' });
  await bars.focus();
  // In the first minutes of a day, the data of the test covers all of it.
  await expect(page.locator('#_day')).toHaveText(/\d{4}\s?Operational, (not enough data yet|100\s%, no downtime)/);
  const active = () => bars.getAttribute('aria-activedescendant');
  const last = await active();
  await page.keyboard.press('ArrowLeft');
  expect(await active()).not.toBe(last);
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('#_day')).toHaveText(/\d{4}\s?not monitored$/);
  await page.keyboard.press('Home');
  expect(await active()).toMatch(/-0$/);
  await page.keyboard.press('Escape');
  await expect(page.locator('#_day')).toBeHidden();
  await page.keyboard.press('Tab');
  await expect(page.locator('summary').first()).toBeFocused();
});

test('every control can be reached by keyboard and shows its focus', async ({ page }) => {
  for (const path of ['/', '/components/serving', '/uptime', '/about-these-figures']) {
    await open(page, path);
    const stops = await page
      .locator('a:not([tabindex="-1"]), summary, button, [tabindex="0"]')
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

test('a page that lost its connection turns grey and shows the time of its data', async ({ page }) => {
  await open(page);
  await expect(page.locator('#_lost')).toBeHidden();
  let refused = 0;
  await page.route('**/*', async (route) => {
    await route.abort();
    refused++;
  });
  const generated = Date.parse((await page.locator('main').getAttribute('data-generated')) ?? '');
  await page.clock.pauseAt(generated + 80_000); // whatever time the page took to load
  await expect.poll(() => refused).toBeGreaterThan(0);
  await expect(page.locator('#_lost')).toBeHidden();
  await page.clock.pauseAt(generated + 110_000);
  await expect(page.locator('#_lost')).toHaveText(/Connection lost. Showing data from \d\d:\d\d\sUTC/);
  await expect(page.locator('html')).toHaveClass('lost');
  await page.unroute('**/*');
  await page.clock.resume();
  await page.clock.fastForward(20_000);
  await expect(page.locator('#_lost')).toBeHidden();
});

test('a page is small, makes no foreign request, and its policy allows nothing inline', async ({ page }) => {
  const sizes: { isFont: boolean; bytes: number }[] = [];
  page.on('requestfinished', async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    sizes.push({ isFont: request.resourceType() === 'font', bytes: responseBodySize + responseHeadersSize });
  });
  await page.route('**/*', (route) =>
    new URL(route.request().url()).origin === stage.url ? route.continue() : route.abort(),
  );
  const response = await page.goto(stage.url, { waitUntil: 'networkidle' });
  expect(response?.headers()['content-security-policy']).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  expect(sizes.length).toBeLessThanOrEqual(5);
  const bytes = (isFont: boolean) =>
    sizes.filter((size) => size.isFont === isFont).reduce((sum, size) => sum + size.bytes, 0);
  expect(bytes(false)).toBeLessThanOrEqual(40_000);
  expect(bytes(true)).toBeLessThanOrEqual(20_000);
  expect(await page.locator('script').evaluateAll((all) => all.map((one) => one.getAttribute('src')))).toEqual([
    '/live.js',
  ]);
});

test('the script has at most 6,000 bytes before compression', async ({ request }) => {
  const answer = await request.get(`${stage.url}/live.js`);
  expect(answer.status()).toBe(200);
  expect((await answer.body()).length).toBeLessThanOrEqual(6_000);
});

test('only the embedded status can be framed by another site', async ({ page }) => {
  const partner = createServer((request, response) =>
    response
      .setHeader('content-type', 'text/html')
      .end(`<title>p</title><iframe src="${stage.url}${request.url}"></iframe>`),
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

test('the embedded status reloads without a script', async ({ request }) => {
  const refresh = async (path: string) => (await request.get(`${stage.url}${path}`)).headers().refresh;
  expect([await refresh('/embed'), await refresh('/')]).toEqual(['60', undefined]);
});

test('bars of days and arrow keys are reversed in right-to-left pages', async ({ page }) => {
  await page.addInitScript(() =>
    document.addEventListener('readystatechange', () => document.documentElement.setAttribute('dir', 'rtl')),
  );
  await open(page);
  const bars = page.getByRole('group', { name: 'Serving, last 90 days' });
  const [oldest, newest] = [
    await bars.getByRole('img').first().boundingBox(),
    await bars.getByRole('img').last().boundingBox(),
  ];
  expect(oldest?.x).toBeGreaterThan(newest?.x ?? Number.POSITIVE_INFINITY);
  await bars.focus();
  await page.keyboard.press('ArrowRight');
  expect(await bars.getAttribute('aria-activedescendant')).toMatch(/-88$/);
  await page.keyboard.press('ArrowLeft');
  expect(await bars.getAttribute('aria-activedescendant')).toMatch(/-89$/);
});

test('a printed page has no controls and shows folded content', async ({ page }) => {
  await open(page);
  const table = page.locator('#serving details table').first();
  await expect(table).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.locator('h1')).toBeVisible();
  await expect(table).toBeVisible();
});

test("the date in the reader's zone is shown where it differs from the date of the page", async ({ page }) => {
  await page.route(`${stage.url}/`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      /(Checked.*?<time dateTime=")[^"]*("[^>]*>)[^<]*/s,
      '$12026-01-15T23:30:00.000Z$223:30\u00a0UTC on 15\u00a0January 2026',
    );
    await route.fulfill({ response, body });
  });
  await page.addInitScript(() => localStorage.setItem('zone', 'Europe/Berlin'));
  await open(page);
  await expect(page.locator('#_headline time').last()).toHaveText(/^00:30\sCET on 16\sJanuary 2026$/);
});

test('a short date stays short, also where it differs from the date in UTC', async ({ page }) => {
  await page.route(`${stage.url}/`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(
      /(Checked.*?<time dateTime=")[^"]*("[^>]*>)[^<]*/s,
      '$12026-01-15T23:30:00.000Z$215 Jan, 23:30:00',
    );
    await route.fulfill({ response, body });
  });
  await open(page);
  const time = page.locator('#_headline time').last();
  await expect(time).toHaveText(/^15\sJan, 23:30:00$/);
  await expect(time).toHaveAttribute('title', /^16\sJan, 00:30:00$/);
});

test('a time zone that the page does not offer is ignored', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('zone', 'Mars/Base'));
  await open(page);
  await expect(page.getByRole('group', { name: 'Times in' }).getByRole('button', { pressed: true })).toHaveText('UTC');
});

test('a page that was hidden for hours is grey before its first request', async ({ page }) => {
  await open(page);
  await page.route('**/*', () => undefined); // no request is ever answered
  await page.clock.setFixedTime(Date.now() + 5 * 3_600_000);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(page.getByRole('alert')).toHaveText(/Connection lost/);
  expect(await axeFindings(page)).toEqual([]);
});

test('a page that shows nothing of now is not lost while the server answers', async ({ page }) => {
  await open(page, '/about-these-figures');
  await expect(page.locator('main')).toHaveAttribute('data-fixed');
  for (let i = 0; i < 2; i++) {
    const refreshed = page.waitForResponse((response) => response.url().endsWith('/about-these-figures'));
    await page.clock.fastForward(120_000);
    await (await refreshed).finished();
    await page.clock.runFor(1_000); // until the script has used the answer
    await expect(page.locator('#_lost')).toBeHidden();
  }
});

test('the selected day is kept when the page updates', async ({ page }) => {
  await open(page);
  const bars = page.getByRole('group', { name: 'Serving, last 90 days' });
  await bars.focus();
  await page.keyboard.press('Home');
  const walked = await page.locator('#_day').textContent();
  const generated = await page.locator('main').getAttribute('data-generated');
  const later = new Date(Date.parse(generated ?? '') + 1_000).toISOString();
  await page.route(`${stage.url}/`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      body: (await response.text())
        .replace('instances in sync', 'instances in best sync')
        .replace(/data-generated="[^"]*"/, `data-generated="${later}"`),
    });
  });
  await page.clock.fastForward(20_000);
  await expect(page.locator('#serving')).toContainText('in best sync');
  await expect(page.locator('main')).toHaveAttribute('data-generated', later);
  await expect(bars).toBeFocused();
  await expect(page.locator('#_day')).toHaveText(walked ?? '');
});

test.describe('an open page', () => {
  const changing = useStage({ phases: OPERATIONAL, untilAgoS: DOWN_AGO_S });

  test('updates, announces the change, and keeps focus and open details', async ({ page }) => {
    await open(page, '/', changing);
    const summary = page.locator('#analytics summary').first();
    await summary.click();
    await summary.focus();
    await deliver(changing.url, changing.sender, history(Date.now(), [{ agoS: DOWN_AGO_S, mood: DOWN }]));
    const stop = keepSending(changing.url, changing.sender, DOWN);
    try {
      await expect
        .poll(async () => (await (await fetch(`${changing.url}/api/v2/status.json`)).json()).status.indicator)
        .toBe('major');
      await page.clock.fastForward(20_000);
      await expect(page.locator('h1')).toContainText('Serving is down');
      await expect(page.getByRole('status')).toContainText('Serving is down');
      await expect(summary).toBeFocused();
      await expect(page.locator('#analytics details').first()).toHaveAttribute('open', '');
      await expect(page).toHaveTitle('Serving is down – Service status');
    } finally {
      stop();
    }
  });

  test('announces the change of a component on its own page', async ({ page }) => {
    await page.route(`${changing.url}/components/serving`, async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({
        response,
        body: isFirst ? body : body.replace(/(<h1[^>]*>)[^<]*/, '$1Serving is partly down'),
      });
      isFirst = false;
    });
    let isFirst = true;
    await open(page, '/components/serving', changing);
    await page.clock.fastForward(20_000);
    await expect(page.getByRole('status')).toHaveText(/^Serving is partly down/);
  });
});
