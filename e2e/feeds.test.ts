import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import Parser from 'rss-parser';
import { Statuspage } from 'statuspage.js';
import { expectHeadlineLike } from './page.ts';
import { useStage } from './stage.ts';

const stage = useStage({
  phases: [
    { agoS: 300, mood: {} },
    { agoS: 120, mood: { serving: { down: 6 } } },
  ],
});
const WRITERS = 10;
const UPDATES_EACH = 8;
/** Readers that never paused would take the processor from those who post. */
const READ_PAUSE_MS = 100;
const RETRY_MS = 1_000;
const V2 = [
  'summary',
  'status',
  'components',
  'incidents',
  'incidents/unresolved',
  'scheduled-maintenances',
  'scheduled-maintenances/upcoming',
];
const FEEDS = ['/history.atom', '/history.rss'];
let token = '';

/** Posts to the API as its clients should: with 503 nothing was stored, and the request is repeated. */
async function send(path: string, body: object): Promise<{ status: number; body: { incident: string } }> {
  for (;;) {
    const response = await fetch(`${stage.url}/api/v1/incidents${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 503) return { status: response.status, body: await response.json() };
    await response.arrayBuffer();
    await wait(RETRY_MS);
  }
}

async function openIncidents(): Promise<{ id: string; title: string }[]> {
  return (await (await fetch(`${stage.url}/api/v1/incidents?state=open`)).json()).incidents;
}

test.describe.configure({ mode: 'serial' });

test('an outage opens the incident that the feeds show', async () => {
  token = await stage.place.command('token', 'create', '--scope', 'incidents:write', '--name', 'desk');
  await expectHeadlineLike(stage.url, /^Serving is down$/);
  await expect.poll(async () => (await openIncidents()).length).toBe(1);
});

test('every public page links both feeds, and feed readers can parse them', async ({ page }) => {
  const [incident] = await openIncidents();
  for (const path of [
    '/',
    '/history',
    '/history?q=serving',
    `/incidents/${incident?.id}`,
    '/components/serving',
    '/uptime',
    '/about-these-figures',
    '/embed',
  ]) {
    await page.goto(`${stage.url}${path}`);
    const named = await page
      .locator('head link[rel="alternate"]')
      .evaluateAll((links) =>
        links.map((link) => [
          link.getAttribute('type'),
          new URL((link as HTMLLinkElement).href).pathname,
          (link as HTMLLinkElement).title,
        ]),
      );
    expect([path, named]).toEqual([
      path,
      [
        ['application/atom+xml', '/history.atom', 'Incidents (Atom)'],
        ['application/rss+xml', '/history.rss', 'Incidents (RSS)'],
      ],
    ]);
    const hosts = await page
      .locator('head link[rel="alternate"]')
      .evaluateAll((links) => links.map((link) => new URL((link as HTMLLinkElement).href).origin));
    expect([...new Set(hosts)]).toEqual([new URL(stage.url).origin]);
  }
  for (const feed of FEEDS) {
    const { items } = await new Parser().parseURL(`${stage.url}${feed}`);
    expect(items.map(({ link }) => link?.split('/').at(-1))).toEqual([incident?.id]);
  }
});

test('an unchanged feed is answered with 304 while probes arrive, and a Statuspage client sees the time of the last change', async () => {
  const addresses = [...V2.map((name) => `/api/v2/${name}.json`), ...FEEDS];
  const statuspage = new Statuspage('x');
  (statuspage as unknown as { axios: { defaults: { baseURL: string } } }).axios.defaults.baseURL =
    `${stage.url}/api/v2`; // it has no public setting
  const etags = new Map<string, string>();
  for (const address of addresses) etags.set(address, (await fetch(stage.url + address)).headers.get('etag') ?? '');
  const before = await statuspage.summary();
  for (const address of addresses) {
    const again = await fetch(stage.url + address, { headers: { 'if-none-match': etags.get(address) ?? '' } });
    expect([address, again.status, await again.text()]).toEqual([address, 304, '']);
  }
  expect((await statuspage.summary()).page.updated_at).toEqual(before.page.updated_at);
  const [incident] = await openIncidents();
  expect((await send(`/${incident?.id}/updates`, { body: 'We are loading what is missing.' })).status).toBe(201);
  for (const address of ['/api/v2/summary.json', '/api/v2/incidents.json', ...FEEDS]) {
    const again = () => fetch(stage.url + address, { headers: { 'if-none-match': etags.get(address) ?? '' } });
    await expect.poll(async () => [address, (await again()).status]).toEqual([address, 200]);
  }
  const [after, { incidents }] = [await statuspage.summary(), await statuspage.allIncidents()];
  expect(new Date(after.page.updated_at).getTime()).toBeGreaterThan(new Date(before.page.updated_at).getTime());
  expect(new Date(after.page.updated_at).getTime()).toBe(new Date(incidents[0]?.updated_at ?? 0).getTime());
});

test('readers are answered while ten people post updates and one of them resolves the incident', async () => {
  const [automatic] = await openIncidents();
  const own: string[] = [];
  for (let n = 0; n < WRITERS - 1; n++) {
    const { status, body } = await send('', { title: `Slow answers ${n}`, body: 'We look into it.', separate: true });
    expect(status).toBe(201);
    own.push(body.incident);
  }
  let areWriting = true;
  const read = async (path: string): Promise<number[]> => {
    const statuses: number[] = [];
    do {
      const response = await fetch(stage.url + path);
      await response.arrayBuffer();
      statuses.push(response.status);
      await wait(READ_PAUSE_MS);
    } while (areWriting);
    return statuses;
  };
  const readers = ['/', '/api/v2/summary.json', '/', '/history'].map(read);
  const post = async (incident: string): Promise<number[]> => {
    const statuses: number[] = [];
    for (let n = 0; n < UPDATES_EACH; n++)
      statuses.push((await send(`/${incident}/updates`, { body: `Still slow (${n}).` })).status);
    return statuses;
  };
  const resolving = async () => [
    (await send(`/${automatic?.id}/resolution`, { body: 'Over.', reason: 'A drill.' })).status,
  ];
  const written = await Promise.all([...own.map(post), resolving()]).finally(() => (areWriting = false));
  expect(written).toEqual([...own.map(() => Array(UPDATES_EACH).fill(201)), [201]]);
  for (const statuses of await Promise.all(readers)) {
    expect(new Set(statuses)).toEqual(new Set([200]));
  }
  const counts = async () => {
    const { incidents } = await (await fetch(`${stage.url}/api/v2/incidents.json`)).json();
    return new Map<string, number>(
      incidents.map(({ id, incident_updates }: { id: string; incident_updates: object[] }) => [
        id,
        incident_updates.length,
      ]),
    );
  };
  const ofOwn = async () => {
    const all = await counts();
    return own.map((id) => all.get(id));
  };
  await expect.poll(ofOwn).toEqual(own.map(() => UPDATES_EACH + 1));
  expect((await counts()).size).toBe(WRITERS);
});
