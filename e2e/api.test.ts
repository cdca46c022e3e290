import { expect, test } from '@playwright/test';
import { Statuspage } from 'statuspage.js';
import { expectHeadline } from './page.ts';
import { post, round } from './sender.ts';
import { SOURCE, useStage } from './stage.ts';

const stage = useStage({
  phases: [
    { agoS: 240, mood: {} },
    { agoS: 120, mood: { serving: { down: 3 } } },
  ],
});
test.beforeEach(() => expectHeadline(stage.url, () => 'Serving is partly down'));

function client(url: string): Statuspage {
  const statuspage = new Statuspage('x');
  (statuspage as unknown as { axios: { defaults: { baseURL: string } } }).axios.defaults.baseURL = `${url}/api/v2`; // it has no public setting
  return statuspage;
}

test('a Statuspage client reads the v2 JSON', async () => {
  const statuspage = client(stage.url);
  // Automation opens the incident after the evaluation that changes the headline.
  await expect.poll(async () => (await statuspage.summary()).incidents).toHaveLength(1);
  const summary = await statuspage.summary();
  expect(summary.components?.map(({ name, status, position }) => ({ name, status, position }))).toEqual([
    { name: 'Serving', status: 'partial_outage', position: 1 },
    { name: 'Analytics', status: 'operational', position: 2 },
  ]);
  expect(summary).toMatchObject({
    incidents: [{ name: 'Serving partly down', impact: 'major' }],
    scheduled_maintenances: [],
    status: { indicator: 'minor' },
  });
  expect((await statuspage.status()).status).toEqual(summary.status);
  const { components } = await statuspage.components();
  expect(components).toEqual(summary.components);
  const [serving] = components;
  expect(serving?.updated_at.valueOf()).toBe(stage.stagedAt - 120_000);
});

test('the v2 JSON names the address of the page', async ({ request }) => {
  const { page } = await (await request.get(`${stage.url}/api/v2/status.json`)).json();
  expect(new URL(page.url).port).toBe(new URL(stage.url).port);
});

test('HEAD is answered, and a matching ETag is answered without a body', async () => {
  const url = `${stage.url}/api/v2/components.json`;
  const head = await fetch(url, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
  // The description changes only with a release. Answers of v2 contain the time at which they were generated.
  const steady = `${stage.url}/api/v1/openapi.json`;
  const etag = (await fetch(steady)).headers.get('etag') ?? '';
  expect((await fetch(steady, { headers: { 'If-None-Match': etag }, cache: 'no-store' })).status).toBe(304);
});

test('health, readiness and metrics answer', async ({ request }) => {
  expect((await request.get(`${stage.url}/healthz`)).status()).toBe(200);
  const ready = await request.get(`${stage.url}/readyz`);
  expect([ready.status(), (await ready.json()).status]).toEqual([200, 'pass']);
  expect(await (await request.get(`${stage.url}/metrics`)).text()).toMatch(
    /^ingest_probes_total\{result="accepted"\} [1-9]/m,
  );
});

test('an unknown path is answered with status 404', async ({ request, page }) => {
  expect((await request.get(`${stage.url}/nothing-here`)).status()).toBe(404);
  await page.goto(`${stage.url}/nothing-here`);
  await expect(page.locator('h1')).toHaveText('Page not found');
});

test('an error names a problem type whose page can be opened', async ({ page }) => {
  const answer = await fetch(`${stage.url}/api/v1/probes`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stage.sender.token}` },
    body: JSON.stringify({ source: 'somebody-else', probes: round(Date.now(), {}) }),
  });
  const { type, status } = await answer.json();
  expect([type, status, answer.status]).toEqual(['/problems/forbidden', 403, 403]);
  expect((await page.goto(`${stage.url}${type}`))?.status()).toBe(200);
  await expect(page.locator('h1')).toHaveText('Permission required');
  expect((await page.goto(`${stage.url}/problems/no-such-problem`))?.status()).toBe(404);
});

test('problem pages and missing pages can be read without JavaScript', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const [path, text] of [
    ['/nothing-here', 'Page not found'],
    ['/problems/no-such-problem', 'Page not found'],
    ['/problems/forbidden', 'Permission required'],
  ] as const) {
    await page.goto(stage.url + path);
    await expect.soft(page.locator('h1'), path).toHaveText(text);
  }
  await context.close();
});

test('a probe without a valid token is rejected', async () => {
  expect(await post(stage.url, { source: SOURCE, token: 'wrong' }, round(Date.now(), {}))).toBe(401);
});
