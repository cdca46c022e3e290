import { expect, type Page, test } from '@playwright/test';
import { axeFindings, openDetails, openWatched, picture, sidewaysOverflow } from './page.ts';
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the page with 90 days is accessible in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    const noise = await openWatched(page, stage.url);
    await expect(page.locator('h1')).toHaveText('All systems operational');
    await expectDays(page);
    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sidewaysOverflow(page), `sideways scroll at ${width} px`).toBeLessThanOrEqual(0);
      await picture(page, `pages/record-${width}-${colorScheme}`);
    }
    await openDetails(page);
    await picture(page, `pages/record-tables-${colorScheme}`);
    expect(await sidewaysOverflow(page), 'sideways scroll with the tables open').toBeLessThanOrEqual(0);
    expect(await axeFindings(page, colorScheme)).toEqual([]);
    expect(noise).toEqual([]);
  });
}

async function expectDays(page: Page): Promise<void> {
  const serving = page.locator('#serving');
  await expect(serving.getByRole('group', { name: 'Serving, last 90 days' }).getByRole('img')).toHaveCount(90);
  for (const { words } of TROUBLES) await expect(serving.getByRole('img', { name: words })).toHaveCount(1);
  const row = serving.locator('tr', { has: page.locator('th', { hasText: /^Last 90 days$/ }) });
  await expect(row.locator('td').nth(2)).toHaveText(DOWN);
}
