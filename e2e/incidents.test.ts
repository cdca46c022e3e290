import { expect, test } from '@playwright/test';
import { Statuspage } from 'statuspage.js';
import { PAYLOADS } from '#server/test/payloads';
import { axeFindings, expectHeadlineLike, openDetails, openWatched, picture, sidewaysOverflow } from './page.ts';
import { useStage } from './stage.ts';

const stage = useStage({
  phases: [
    { agoS: 300, mood: {} },
    { agoS: 120, mood: { serving: { down: 6 } } },
  ],
});
const WIDTHS = [1280, 390, 320];
const SAID =
  'Ads are not served for **most requests**. There is nothing for you to change.\n\n- See [what probes see](https://ok.example/)';
let token = '';
let incident = '';

async function send(method: string, path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${stage.url}/api/v1/incidents${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const get = async (path: string) => (await fetch(`${stage.url}${path}`)).json();
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

test.describe.configure({ mode: 'serial' });

test('an outage opens a public incident automatically', async () => {
  await expectHeadlineLike(stage.url, /^Serving is down$/);
  await expect.poll(async () => (await get('/api/v1/incidents')).incidents.length).toBe(1);
  const [found] = (await get('/api/v1/incidents')).incidents;
  incident = found.id;
  expect(found).toMatchObject({
    title: 'Serving down',
    state: 'detected',
    isOpen: true,
    impact: 'critical',
    components: [{ slug: 'serving', status: 'major_outage' }],
  });
});

test('an update is on the page within seconds, with the time of the next update', async ({ page }) => {
  token = await stage.place.command(
    'token',
    'create',
    '--scope',
    'incidents:write',
    '--scope',
    'incidents:backfill',
    '--name',
    'desk',
  );
  const said = {
    body: SAID,
    state: 'identified',
    nextUpdateBy: inMinutes(30),
    affected: [{ component: 'serving', status: 'partial_outage' }],
  };
  const { body } = await send('POST', `/${incident}/updates`, said, { 'idempotency-key': 'first' });
  await page.goto(stage.url);
  const open = page.locator(`#incident-${incident}`);
  await expect(open.getByRole('heading')).toHaveText('Serving down');
  await expect(open).toContainText('Ads are not served for most requests.');
  await expect(open).toContainText('Next update by');
  await send('PATCH', `/${incident}/updates/${body.update}`, { version: 1, body: `${SAID} (corrected)` });
  await page.goto(`${stage.url}/incidents/${incident}#${body.update}`);
  await expect(page.locator(`[id="${body.update}"]`)).toContainText('Edited');
  await expect(page.locator(`[id="${body.update}"]`)).toContainText('Serving Major outage changed to Partial outage');
});

test('a Statuspage client reads the incident, and every address answers HEAD', async () => {
  const statuspage = new Statuspage('x');
  (statuspage as unknown as { axios: { defaults: { baseURL: string } } }).axios.defaults.baseURL =
    `${stage.url}/api/v2`; // it has no public setting
  const [all, unresolved, summary] = [
    await statuspage.allIncidents(),
    await statuspage.unresolvedIncidents(),
    await statuspage.summary(),
  ];
  expect(all.incidents.map(({ id }) => id)).toEqual([incident]);
  expect(unresolved.incidents.map(({ id }) => id)).toEqual([incident]);
  expect(summary.incidents?.map(({ id }) => id)).toEqual([incident]);
  for (const answer of [
    await statuspage.allScheduledMaintenances(),
    await statuspage.activeScheduledMaintenances(),
    await statuspage.upcomingScheduledMaintenances(),
  ])
    expect(answer.scheduled_maintenances).toEqual([]);
  const paths = [
    'incidents',
    'incidents/unresolved',
    'scheduled-maintenances',
    'scheduled-maintenances/upcoming',
    'scheduled-maintenances/active',
    'summary',
  ];
  for (const path of [
    ...paths.map((name) => `/api/v2/${name}.json`),
    '/history.atom',
    '/history.rss',
    '/api/v1/incidents',
    `/api/v1/incidents/${incident}`,
  ]) {
    const head = await fetch(`${stage.url}${path}`, { method: 'HEAD' });
    expect([path, head.status, await head.text(), head.headers.get('access-control-allow-origin')]).toEqual([
      path,
      200,
      '',
      '*',
    ]);
  }
});

test('a past incident is in the history of its month, and an address without an incident is answered with 404', async ({
  page,
}) => {
  const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const past = await send('POST', '/past', {
    title: 'Reports came late',
    startedAt: at(150),
    updates: [
      {
        state: 'investigating',
        body: 'Reports are late.',
        occurredAt: at(150),
        affected: [{ component: 'analytics', status: 'degraded_performance' }],
      },
      {
        state: 'resolved',
        body: 'Reports are in time again.',
        occurredAt: at(149.9),
        affected: [{ component: 'analytics', status: 'operational' }],
      },
    ],
  });
  expect(past.status).toBe(201);
  await page.goto(`${stage.url}/history`);
  await expect(page.locator('main')).not.toContainText('Reports came late');
  await expect(page.locator('[id^=month-]').last()).toContainText('No incidents');
  await page.getByRole('link', { name: 'Older' }).click();
  await page.getByRole('link', { name: 'Reports came late' }).click();
  await expect(page.locator('main')).toContainText('added after the event');
  await expect(page.locator('main')).toContainText('Published');
  await page.goto(`${stage.url}/history`);
  await page.getByLabel('Search incidents').fill('in TIME again');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Search results for “in TIME again”');
  await expect(page.getByRole('link', { name: 'Reports came late' })).toBeVisible();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `incidents/search-${width}-light`);
  }
  expect(await axeFindings(page)).toEqual([]);
  await page.goto(`${stage.url}/history?q=nothing+of+the+kind`);
  await expect(page.locator('main')).toContainText('No incidents found');
  for (const path of [
    '/incidents/zzzzzzzzzzzz',
    "/incidents/'--",
    '/history?page=0',
    '/history?page=x',
    '/history?day=2022-02-30',
    '/history?component=x',
    '/api/v1/incidents/zzzzzzzzzzzz',
  ])
    expect([path, (await fetch(`${stage.url}${path}`)).status]).toEqual([path, 404]);
});

test('the address of a day lists its incidents, also of one component, and works without JavaScript', async ({
  browser,
}) => {
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const { startedAt } = await get(`/api/v1/incidents/${incident}`);
  const day = startedAt.slice(0, 10);
  for (const address of [`/history?day=${day}`, `/history?day=${day}&component=serving`]) {
    await plain.goto(`${stage.url}${address}`);
    await expect(plain.getByRole('heading', { level: 1 })).toContainText('Incidents on ');
    await expect(plain.getByRole('link', { name: 'Serving down' })).toBeVisible();
  }
  await plain.goto(`${stage.url}/history?day=${day}&component=analytics`);
  await expect(plain.locator('main')).toContainText('No incidents on this day');
  await plain.getByRole('link', { name: 'All incidents' }).click();
  await expect(plain.getByRole('link', { name: 'Analytics' })).toHaveAttribute('aria-current', 'true');
  await plain.getByRole('link', { name: 'Serving', exact: true }).click();
  await expect(plain.getByRole('link', { name: 'Serving down' })).toBeVisible();
  await plain.context().close();
});

test('an incident prints with its details open, and is accessible in forced colours', async ({ page }) => {
  await page.goto(`${stage.url}/incidents/${incident}`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#probes-serving')).toBeVisible();
  await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
  expect(await axeFindings(page)).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages about incidents are accessible in ${colorScheme}, and can be read without JavaScript`, async ({
    page,
    browser,
  }) => {
    await page.emulateMedia({ colorScheme });
    for (const path of ['/', `/incidents/${incident}`, '/history', '/uptime']) {
      await page.setViewportSize({ width: 1280, height: 900 });
      const noise = await openWatched(page, `${stage.url}${path}`);
      const name = path === '/' ? 'status' : (path.split('/')[1] ?? '');
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        await picture(page, `incidents/${name}-${width}-${colorScheme}`);
        expect(await sidewaysOverflow(page), `sideways scroll of ${path} at ${width} px`).toBeLessThanOrEqual(0);
      }
      await openDetails(page);
      expect(await axeFindings(page, colorScheme), `axe on ${path}`).toEqual([]);
      expect(noise, `noise on ${path}`).toEqual([]);
    }
    const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await plain.goto(`${stage.url}/incidents/${incident}`);
    await expect(plain.locator('main')).toContainText('Serving has been down since');
    await plain.locator('#probes summary').click();
    await expect(plain.locator('#probes-serving')).toContainText('ongoing');
    await plain.context().close();
  });
}

test('known injection payloads run no script and violate no policy', async ({ page }) => {
  for (const [i, payload] of PAYLOADS.entries()) {
    const { status } = await send('POST', `/${incident}/updates`, { body: payload, notify: false });
    expect([i, status]).toEqual([i, payload.includes('{{') ? 422 : 201]); // double braces are reserved for placeholders
  }
  await send('POST', `/${incident}/updates`, {
    body: 'x',
    title: '<img src=x onerror=alert(1)> "\'><script>alert(1)</script>',
  });
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  for (const path of [
    `/incidents/${incident}`,
    '/',
    '/history',
    `/history?q=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`,
    '/history?q=a',
    '/embed',
    '/uptime',
  ]) {
    const noise = await openWatched(page, `${stage.url}${path}`);
    expect([path, noise]).toEqual([path, []]);
    expect(
      await page
        .locator(
          'main script, main img, main iframe, main form:not([action="/history"], #_subscribe form), main style, main [onclick], main [onerror], main [onload]',
        )
        .count(),
    ).toBe(0);
  }
  for (const feed of ['/history.atom', '/history.rss']) {
    const text = await (await fetch(`${stage.url}${feed}`)).text();
    const broken = await page.evaluate(
      (xml) => new DOMParser().parseFromString(xml, 'text/xml').querySelector('parsererror')?.textContent ?? '',
      text,
    );
    expect([feed, broken]).toEqual([feed, '']);
  }
  expect(dialogs).toBe(0);
  await send('POST', `/${incident}/updates`, {
    body: 'We have loaded what was missing.',
    title: 'Serving down',
  });
});

test('staff resolve an incident against probes only with a reason, and the page is not green before', async () => {
  for (const path of ['/badge/all.svg', '/favicon.svg', '/badge/serving.svg'])
    expect(await (await fetch(`${stage.url}${path}`)).text()).not.toMatch(/#15814a|#3fbf7f/);
  expect((await get('/api/v2/status.json')).status.indicator).not.toBe('none');
  const refused = await send('POST', `/${incident}/resolution`, { body: 'Over.' });
  expect(refused).toMatchObject({
    status: 422,
    body: { type: '/problems/reason-needed', probes: [{ component: 'serving', status: 'major_outage' }] },
  });
  expect((await send('POST', `/${incident}/resolution`, { body: 'Over.', reason: 'A drill.' })).status).toBe(201);
  await expect.poll(async () => (await get('/api/v2/incidents/unresolved.json')).incidents).toEqual([]);
});
