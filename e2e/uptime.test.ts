import { expect, type Page, test } from '@playwright/test';
import { axeFindings, inSchemes, openDetails, openWatched, picture, sidewaysOverflow } from './page.ts';
import { deliver, keepSending, type Mood, round } from './sender.ts';
import { useStage } from './stage.ts';

const MIN_MS = 60_000;
const DAY_MS = 1_440 * MIN_MS;
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;

/** The outages of the last 90 days, each at noon UTC of its day. */
const TROUBLES: { daysAgo: number; lastsMin: number; mood: Mood; words: string }[] = [
  { daysAgo: 71, lastsMin: 34, mood: { serving: { down: 4 } }, words: 'Partial outage, 97.638 %, 34 min down' },
  {
    daysAgo: 52,
    lastsMin: 190,
    mood: { serving: { degraded: 2 } },
    words: 'Degraded performance, 100 %, no downtime, 3 h 10 min degraded',
  },
  {
    daysAgo: 27,
    lastsMin: 12,
    mood: { serving: { down: 16 }, analytics: { down: 24 } },
    words: ': Major outage, 99.166 %, 12 min down',
  },
];
const DOWN = '46 min';

const stage = useStage({ phases: [] });
let stopSending: () => void = () => undefined;

test.beforeAll(async () => {
  await stage.place.query("UPDATE source SET kind = 'edge'"); // an edge source sends changes only, so few probes cover 90 days
  const rounds = [round(TODAY - 89 * DAY_MS, {}, 24)];
  for (const { daysAgo, lastsMin, mood } of TROUBLES) {
    const noon = TODAY - daysAgo * DAY_MS + DAY_MS / 2;
    rounds.push(round(noon, mood, 24), round(noon + lastsMin * MIN_MS, {}, 24));
  }
  await deliver(stage.url, stage.sender, [...rounds.flat(), ...round(Date.now(), {}, 24)]);
  stopSending = keepSending(stage.url, stage.sender, {}, 24);
});
test.afterAll(() => stopSending());

test('the uptime of each day and of 90 days is exact', async () => {
  const [from, to] = [TODAY - 89 * DAY_MS, TODAY].map((t) => new Date(t).toISOString());
  const uptime = async () =>
    (await fetch(`${stage.url}/api/v1/components/serving/uptime?from=${from}&to=${to}`)).json();
  await expect
    .poll(uptime)
    .toMatchObject({ downMs: 46 * MIN_MS, degradedMs: 190 * MIN_MS, unknownMs: 0, upMs: 89 * DAY_MS - 46 * MIN_MS });
});

test('the page with 90 days is accessible in both schemes', async ({ page }) => {
  const noise = await openWatched(page, stage.url);
  await expect(page.locator('h1')).toHaveText('All systems operational');
  await expectDays(page);
  await inSchemes(page, async (scheme) => {
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sidewaysOverflow(page), `sideways scroll at ${width} px`).toBeLessThanOrEqual(0);
      await picture(page, `pages/record-${width}-${scheme}`);
    }
  });
  await openDetails(page);
  await inSchemes(page, async (scheme) => {
    await picture(page, `pages/record-tables-${scheme}`);
    expect(await sidewaysOverflow(page), 'sideways scroll with the tables open').toBeLessThanOrEqual(0);
    expect(await axeFindings(page, scheme), `axe in ${scheme}`).toEqual([]);
  });
  expect(noise).toEqual([]);
});

test('the calculations on /uptime are accessible in both schemes', async ({ page }) => {
  await expect.poll(async () => (await fetch(`${stage.url}/uptime`)).text()).toContain('<dl'); // probes are evaluated
  await page.goto(`${stage.url}/uptime`);
  await openDetails(page);
  await expect(page.locator('dl').first()).toBeVisible();
  await inSchemes(page, async (scheme) => {
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sidewaysOverflow(page), `sideways scroll at ${width} px`).toBeLessThanOrEqual(0);
    }
    expect(await axeFindings(page, scheme), `axe in ${scheme}`).toEqual([]);
  });
});

async function expectDays(page: Page): Promise<void> {
  const serving = page.locator('#serving');
  await expect(serving.getByRole('group', { name: 'Serving, last 90 days' }).getByRole('img')).toHaveCount(90);
  for (const { words } of TROUBLES) await expect(serving.getByRole('img', { name: words })).toHaveCount(1);
  const row = serving.locator('tr', { has: page.locator('th', { hasText: /^Last 90 days$/ }) });
  await expect(row.locator('td').nth(2)).toHaveText(DOWN);
}

test.describe('components in a group', () => {
  const strip = (page: Page) => page.getByRole('group', { name: 'Serving, last 90 days: 3 days with failures' });

  test.beforeAll(async () => {
    await stage.place.query(
      "INSERT INTO component_group (public_id, slug, name, created_at) VALUES ('dat0a1b2c3d4', 'data', 'Data', now())",
    );
    await stage.place.query('UPDATE component SET group_id = (SELECT id FROM component_group)');
  });

  /** Opens home once it shows the group, and the group itself. */
  async function openGroup(page: Page): Promise<void> {
    const summary = page.locator('#_data > summary');
    await expect(async () => {
      await page.goto(stage.url);
      expect(await summary.count()).toBe(1);
    }).toPass();
    await summary.click();
    await expect(strip(page)).toBeVisible();
  }

  test('have strips of days with one tab stop each, whose arrow keys select days with failures', async ({ page }) => {
    await openGroup(page);
    expect(await page.locator('.day-strip [tabindex="0"], .day-strip a:not([tabindex="-1"])').count()).toBe(0);
    await strip(page).focus();
    const text = page.locator('#_day');
    await expect(text).toHaveText(/Major outage/);
    await page.keyboard.press('ArrowLeft');
    await expect(text).toHaveText(/Degraded performance/);
    await page.keyboard.press('Home');
    await expect(text).toHaveText(/Partial outage/);
    await picture(page, 'pages/record-strip-selected');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Analytics', exact: true })).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${stage.url}/history?component=serving&day=${dayOf(71)}`);
  });

  test('show the text of the day under the pointer, and none between days with failures', async ({ page }) => {
    await openGroup(page);
    await strip(page).getByRole('img').nth(1).hover();
    await expect(page.locator('#_day')).toHaveText(/Degraded performance/);
    await strip(page).hover({ position: { x: 2, y: 2 } });
    await expect(page.locator('#_day')).toBeHidden();
  });

  test.describe('without a script', () => {
    test.use({ javaScriptEnabled: false });

    test('have plain links to days with failures, the newest of which is the tab stop of its strip', async ({
      page,
    }) => {
      await openGroup(page);
      const links = strip(page).getByRole('link');
      await expect(links).toHaveCount(3);
      await page.locator('#serving > p > a').focus();
      await page.keyboard.press('Tab');
      await expect(links.last()).toBeFocused();
      await page.keyboard.press('Tab');
      await expect(page.getByRole('link', { name: 'Analytics', exact: true })).toBeFocused();
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(`${stage.url}/history?component=serving&day=${dayOf(27)}`);
    });
  });
});

function dayOf(daysAgo: number): string {
  return new Date(TODAY - daysAgo * DAY_MS).toISOString().slice(0, 10);
}
