import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { axeFindings, openDetails, openWatched, pictures, servedHead, sidewaysOverflow } from './page.ts';
import { day, requestsOf, sendAs, useOutage } from './postmortem-stage.ts';

const { stage, endOutage } = useOutage();
const WIDTHS = [1280, 390, 320];

const SECTIONS = {
  summary: 'Most Serving instances lost the data that they serve from. Ad requests got no answer for {{downtime}}.',
  impact:
    'Ad requests got no answer between {{episode.1.start}} and {{episode.1.end}} UTC. At the peak {{episode.1.instances}} instances, {{episode.1.peak}}, were affected.\n\nAnalytics stayed operational.',
  cause:
    'A network failure in one data centre of our provider ended several real-time databases. Serving instances answer only when they hold current data.\n\nContributing factors:\n\n- All instances asked for data at the same time.\n- The alert was about requests, **not about the age of data**.',
  well: 'Partners had the first update within minutes.',
};
const ITEMS = [
  {
    action: 'Load the data of a region in minutes from a local copy',
    owner: 'Serving team',
    dueOn: day(-5),
    state: 'planned',
  },
  {
    action: 'Limit how many instances reload at the same time',
    owner: 'Serving team',
    dueOn: day(-2),
    state: 'planned',
  },
  {
    action: 'Run real-time databases in two data centres per region',
    owner: 'Platform',
    dueOn: day(21),
    state: 'in_progress',
  },
];

const id = { incident: '', postmortem: '' };
/** Ed writes and Ada approves, because approval needs two people. */
const by = {} as Record<'ed' | 'ada', APIRequestContext>; // filled before the first test

const send = (method: string, path: string, data: object, request = by.ed) =>
  sendAs(request, stage, method, path, data);

/** Adds a drawing of one colour to the post-mortem. */
async function addImage(colour: string, alt: string): Promise<{ image: string; markdown: string }> {
  const data = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="16"><rect width="64" height="16" fill="${colour}"/></svg>`;
  const path = `${stage.url}/api/v1/postmortems/${id.postmortem}/images?${new URLSearchParams({ alt })}`;
  const headers = { origin: stage.url, 'content-type': 'image/svg+xml' };
  const answer = await by.ed.post(path, { headers, data });
  expect([answer.status(), await answer.text()]).toEqual([201, expect.stringContaining('/images/')]);
  return answer.json();
}

/** Saves a text, has it approved, and publishes it. */
async function publish(text: object, changeNote?: string): Promise<void> {
  const path = `/postmortems/${id.postmortem}`;
  const { version } = await send('PATCH', path, text);
  await send('POST', `${path}/review`, { version });
  await send('POST', `${path}/approval`, { version }, by.ada);
  await send('POST', `${path}/publication`, { version, ...(changeNote ? { changeNote } : {}) });
}

test.describe.configure({ mode: 'serial' });

test('a post-mortem is published about an incident', async ({ browser }) => {
  test.slow();
  by.ed = (await requestsOf(browser, stage, 'Ed Editor', 'editor')).request;
  by.ada = (await requestsOf(browser, stage, 'Ada Admin', 'admin')).request;
  id.incident = await endOutage(by.ed);
  const { postmortem, version } = await send('POST', '/postmortems', {
    incidents: [id.incident],
    title: 'Serving down after a network failure in us-east-1',
  });
  id.postmortem = postmortem;
  for (const item of ITEMS) await send('POST', `/postmortems/${postmortem}/action-items`, item);
  const image = await addImage('#5f6b7a', 'Load of the databases, which doubles at 13:20 UTC');
  const sections = Object.fromEntries(
    Object.entries({ ...SECTIONS, cause: `${SECTIONS.cause}\n\n${image.markdown}` }).map(([key, text]) => [
      key,
      { public: text },
    ]),
  );
  await publish({ version, sections });
  const { actionItems } = await (await fetch(`${stage.url}/api/v1/postmortems/${postmortem}`)).json();
  const [first, second] = actionItems.map(
    (item: { id: string }) => `/postmortems/${postmortem}/action-items/${item.id}`,
  );
  await send('PATCH', first, { state: 'done', evidenceUrl: 'https://git.example/serving/1' });
  await send('PATCH', second, { dueOn: day(14), reason: 'The contract with the second provider was signed late.' });
});

/** Opens a page once its published bytes contain a text. */
async function openWith(page: Page, path: string, text: string): Promise<void> {
  await expect.poll(async () => (await fetch(`${stage.url}${path}`)).text(), { timeout: 60_000 }).toContain(text);
  await page.goto(`${stage.url}${path}`);
}

test('the incident, the history and home link it', async ({ page }) => {
  const link = `/postmortems/${id.postmortem}`;
  await openWith(page, `/incidents/${id.incident}`, '1 is done.');
  await expect(page.getByRole('link', { name: /^Post-mortem published on / })).toHaveAttribute('href', link);
  await expect(page.locator('#postmortem')).toContainText('Cause, timeline and 3 action items. 1 is done.');
  for (const path of ['/history', '/']) {
    await openWith(page, path, link);
    await expect(page.locator(`main a[href="${link}"]`)).toHaveText('Post-mortem');
  }
});

const paths = () => ['/postmortems', `/postmortems/${id.postmortem}`, '/improvements'];

for (const colorScheme of ['light', 'dark'] as const)
  test(`the pages are accessible and fit their window in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    for (const path of paths()) {
      const noise = await openWatched(page, `${stage.url}${path}`);
      const name = path.replaceAll('/', '').replace(id.postmortem, '-one');
      await pictures(page, WIDTHS, (width) => `postmortems/${name}-${width}-${colorScheme}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sidewaysOverflow(page), `sideways scroll of ${path} at ${width} px`).toBeLessThanOrEqual(0);
      }
      await openDetails(page);
      expect(await sidewaysOverflow(page), `sideways scroll of ${path} with its details open`).toBeLessThanOrEqual(0);
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await axeFindings(page, colorScheme), `axe on ${path} at ${width} px`).toEqual([]);
      }
      expect(await page.locator('[style]:not(#_day)').count(), `style attributes of ${path}`).toBe(0);
      expect(noise, `noise on ${path}`).toEqual([]);
    }
  });

test('the seal leads to each check, which opens', async ({ page }) => {
  await page.goto(`${stage.url}/postmortems/${id.postmortem}`);
  await expect(page.locator('#seal')).toContainText('Figures checked against monitoring data on');
  await page.getByRole('link', { name: 'See each check' }).click();
  const checks = page.locator('#checks');
  await expect(checks).toBeVisible();
  await expect(checks.getByRole('row').filter({ hasText: 'Start of outage 1' })).toContainText('Matches');
});

test('an image of the text is served with the page, and one that no text shows is not', async ({ page }) => {
  await page.goto(`${stage.url}/postmortems/${id.postmortem}`);
  const image = page.getByRole('img', { name: 'Load of the databases, which doubles at 13:20 UTC' });
  await image.scrollIntoViewIfNeeded();
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth)).toBe(1_600);
  const served = await fetch(`${stage.url}${await image.getAttribute('src')}`);
  expect([served.status, served.headers.get('content-type'), served.headers.get('cache-control')]).toEqual([
    200,
    'image/png',
    'public, max-age=31536000, immutable',
  ]);
  const other = await addImage('#ffffff', 'Not shown');
  expect((await fetch(`${stage.url}${other.image}`)).status).toBe(404);
  const forStaff = `${stage.url}/api/v1/postmortems/${id.postmortem}${other.image}`;
  expect([(await by.ed.get(forStaff)).status(), (await fetch(forStaff)).status]).toEqual([200, 401]);
});

test('the chart has the same data as its table', async ({ page }) => {
  await page.goto(`${stage.url}/postmortems/${id.postmortem}`);
  const chart = page.locator('#chart');
  await expect(chart).toContainText('60 % at');
  await chart.getByText('Show as a table').click();
  await expect(chart.getByRole('cell', { name: '6 of 10' }).first()).toBeVisible();
});

test('the button prints the page, and is hidden without JavaScript', async ({ page, browser }) => {
  await page.goto(`${stage.url}/postmortems/${id.postmortem}`);
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-printed', '');
  });
  await page.getByRole('button', { name: 'Print or save as PDF' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-printed', '');
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(`${stage.url}/postmortems/${id.postmortem}`);
  await expect(plain.getByText('Print or save as PDF')).toBeHidden();
  await plain.close();
});

test('the page is accessible with forced colours', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${stage.url}/postmortems/${id.postmortem}`);
  expect(await axeFindings(page)).toEqual([]);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the pages are complete', async ({ page }) => {
    await page.goto(`${stage.url}/postmortems`);
    await expect(page.locator('main')).toContainText('1 of 3 done, 1 overdue');
    await page.getByRole('link', { name: 'Serving down after a network failure' }).click();
    for (const text of ['Total downtime', 'Contributing factors', 'not about the age of data', 'policy v1'])
      await expect(page.locator('main')).toContainText(text);
    await expect(page.locator('#facts')).toContainText(/1\sh\s\d+\smin/);
    await page.getByRole('link', { name: 'Post-mortems' }).last().click();
    await page.getByRole('link', { name: 'Improvements' }).click();
    await expect(page.locator('#open')).toContainText('2 days overdue');
    await expect(page.locator('#open')).toContainText('The contract with the second provider was signed late.');
    await page.getByRole('link', { name: 'Analytics' }).click();
    await expect(page.locator('#open')).toContainText('No open action items.');
  });
});

test('an edit is visible, with what it changed', async ({ page }) => {
  const draft = await by.ed.get(`${stage.url}/api/v1/postmortems/${id.postmortem}/draft`);
  const { version, sections } = await draft.json();
  const cause = { public: sections.cause.public.replace('several', 'two') };
  await publish({ version, sections: { cause } }, 'The number of databases is exact.');
  await openWith(page, `/postmortems/${id.postmortem}`, 'The number of databases is exact.');
  await page.getByRole('link', { name: 'Show changes' }).click();
  await expect(page.locator('del')).toHaveText('several');
  await expect(page.locator('ins')).toHaveText('two');
  expect(await axeFindings(page)).toEqual([]);
});

test('a promised post-mortem is listed with its day, also on the page of its incident', async ({ page }) => {
  const startedAt = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const { incident } = await send('POST', '/incidents/past', {
    title: 'Slow answers',
    startedAt,
    updates: [{ state: 'resolved', body: 'A cache was emptied.', occurredAt: startedAt, affected: [] }],
  });
  await send('PUT', `/incidents/${incident}/postmortem-promise`, { promisedOn: day(4) });
  await openWith(page, '/postmortems', 'Promised by');
  await expect(page.getByRole('link', { name: 'Slow answers' })).toHaveAttribute('href', `/incidents/${incident}`);
  await openWith(page, `/incidents/${incident}`, 'Post-mortem due by');
});

test('what does not exist is answered with 404, and a link', async ({ request }) => {
  const statusOf = async (path: string) => (await request.get(`${stage.url}${path}`)).status();
  for (const path of [
    '/postmortems/none00000001',
    '/postmortems?page=9',
    '/improvements?component=none',
    `/postmortems/${id.postmortem}/versions/1`,
    `/postmortems/${id.postmortem}/versions/9`,
  ])
    expect([path, await statusOf(path)]).toEqual([path, 404]);
  expect((await servedHead(`${stage.url}/postmortems/none00000001`)).headline).toBe('Post-mortem not found');
});
