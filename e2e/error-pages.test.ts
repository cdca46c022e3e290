import { type APIRequestContext, expect, test } from '@playwright/test';
import { createPlace, type Place } from './candor.ts';
import { axeFindings, picture, pictures } from './page.ts';
import { plantStaff, signIn } from './staff.ts';

let place: Place;
let url = '';
test.beforeAll(async () => {
  place = await createPlace();
  url = (await place.start()).url;
});
test.afterAll(() => place.remove());

/** Addresses without a page, and the sentence that each must show. */
const NOTHING: [address: string, words: RegExp][] = [
  ['/nothing-here', /This page doesn’t exist or has moved/],
  ['/problems/nothing', /This page doesn’t exist or has moved/],
  ['/incidents/000000000000', /There is no public incident at this address/],
  ['/incidents/%F0%9F%92%A9', /There is no public incident at this address/],
  ['/components/nothing', /There is no component at this address/],
  ['/history?page=99', /There are no incidents at this address/],
  ['/history?page=-1', /There are no incidents at this address/],
  ['/history?month=2022-13', /There are no incidents at this address/],
  ['/history?q=a&page=99', /There are no incidents at this address/],
  ['/set-up/used', /already used/],
  ['/invitation/expired', /ask an admin for a new invitation/],
  ['/reset/expired', /Request a new link/],
];

for (const [address, words] of NOTHING)
  test(`${address} is answered with 404 and a reason, also without JavaScript`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const answer = await page.goto(`${url}${address}`);
    expect([answer?.status(), answer?.headers()['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    await expect(page.locator('main')).toHaveText(words);
    await expect(page.locator('main h1')).toHaveCount(1);
    await expect(page.locator('main a')).toHaveCount(1);
    expect(await (await page.request.head(`${url}${address}`)).text()).toBe('');
  });

for (const address of ['/nothing-here', '/problems/nothing', '/components/nothing'])
  test(`${address} has the frame of every page, and its link is the current status`, async ({ page }) => {
    await page.goto(`${url}${address}`);
    await expect(page.getByRole('navigation').getByRole('link')).toHaveText([
      'Status',
      'Incidents',
      'Uptime',
      'Post-mortems',
    ]);
    await expect(page.locator('footer')).toContainText('Powered by Candor');
    await expect(page.locator('main a')).toHaveAttribute('href', '/');
    await expect(page.locator('main a')).toContainText('Not monitored yet');
    expect(await axeFindings(page)).toEqual([]);
    await pictures(page, [390, 1280], (width) => `pages/not-found-${width}`);
  });

test('a published page is read while the database hangs', async ({ page }) => {
  const shown = await (await page.goto(url))?.text();
  const again = await place.whileLocked('status_interval', () => page.goto(url));
  expect([again?.status(), await again?.text()]).toEqual([200, shown]);
});

test('a failure of a page that is not published names the components that it is not about', async ({ page }) => {
  await page.goto(url);
  const answer = await place.whileLocked('status_interval', () => page.goto(`${url}/uptime?year=2020`));
  expect(answer?.status()).toBe(503);
  await expect(page.locator('header')).toHaveText('Service status');
  await expect(page.locator('footer')).toContainText('not about Serving or Analytics.');
  await expect(page.getByRole('navigation')).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
  await pictures(page, [390, 1280], (width) => `pages/unavailable-${width}`);
});

test('an unpublished object gets the same bytes as one that does not exist', async ({ request }) => {
  const held = await place.query<{ public_id: string }>(
    "INSERT INTO incident (public_id, origin, state, title, moved_at, started_at, created_at, updated_at) VALUES ('held00000001', 'automatic', 'detected', 'x', now(), now(), now(), now()) RETURNING public_id",
  );
  const bytes = async (id: string) => (await (await request.get(`${url}/incidents/${id}`)).text()).replaceAll(id, 'ID');
  expect(await bytes(held[0]?.public_id ?? '')).toBe(await bytes('none00000001'));
});

test('a search that takes too long is answered with 503 and a link to the months', async ({ page }) => {
  const answer = await place.whileLocked('incident_update', () => page.goto(`${url}/history?q=late`));
  expect(answer?.status()).toBe(503);
  await expect(page.locator('main h1')).toHaveText('Search is busy');
  await expect(page.locator('main a')).toHaveAttribute('href', '/history');
});

test.describe('a form', () => {
  const post = (request: APIRequestContext, address: string, options: Parameters<APIRequestContext['post']>[1]) =>
    request.post(`${url}${address}`, { headers: { origin: url }, maxRedirects: 0, ...options });

  test('of another site is answered with 403', async ({ request }) => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: url, 'sec-fetch-site': 'cross-site' },
      {},
    ] as Record<string, string>[]) {
      const answer = await post(request, '/sign-in', { headers, multipart: { email: 'a' } });
      expect([answer.status(), await answer.text()]).toEqual([
        403,
        expect.stringContaining('Forms are only accepted from this site'),
      ]);
    }
  });

  test('that is too large is answered with 413, with and without a length or a script', async ({ request }) => {
    const large = { text: 'a'.repeat(1_100_000) };
    for (const headers of [{ origin: url }, { origin: url, 'next-action': '00'.repeat(21) }] as Record<
      string,
      string
    >[])
      expect((await post(request, '/sign-in', { headers, multipart: large })).status()).toBe(413);
    async function* pieces() {
      yield Buffer.from('--x\r\nContent-Disposition: form-data; name="$ACTION_ID_x"\r\n\r\n');
      for (let i = 0; i < 20; i++) yield Buffer.alloc(100_000, 'a');
      yield Buffer.from('\r\n--x--\r\n');
    }
    const answer = await fetch(`${url}/sign-in`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'multipart/form-data; boundary=x' },
      body: pieces() as never, // Node accepts any iterable
      duplex: 'half',
    } as RequestInit);
    expect([answer.status, await answer.text()]).toEqual([413, expect.stringContaining('at most 1 MB')]);
  });

  // Requests of a broken client, an old tab and a scanner.
  const MALFORMED: [
    what: string,
    options: { headers?: Record<string, string>; data?: string; multipart?: Record<string, string> },
    status: number,
  ][] = [
    ['no body', {}, 400],
    ['a form that is no action', { multipart: { email: 'a' } }, 400],
    ['a urlencoded form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, data: 'email=a' }, 400],
    ['an unknown action', { multipart: { $ACTION_ID_x: '' } }, 400],
    ['an action of an older build', { multipart: { [`$ACTION_ID_${'0'.repeat(42)}`]: '' } }, 409],
    ['a bound action that cannot be read', { multipart: { $ACTION_REF_1: '', '$ACTION_1:0': '{' } }, 400],
    ['a body without its boundary', { headers: { 'content-type': 'multipart/form-data' }, data: 'x' }, 400],
    [
      'a body that ends early',
      {
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
        data: '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
      },
      400,
    ],
    ['JSON', { headers: { 'content-type': 'application/json' }, data: '{}' }, 400],
    ['a call of no action', { headers: { 'next-action': 'x', 'content-type': 'text/plain' }, data: '[]' }, 400],
  ];
  for (const [what, { headers, ...options }, status] of MALFORMED)
    test(`that is ${what} is answered with ${status}`, async ({ request }) => {
      const answer = await post(request, '/sign-in', { ...options, headers: { origin: url, ...headers } });
      expect([answer.status(), (await answer.text()).length > 20]).toEqual([status, true]);
    });
});

test('a page names the missing role inside the console, with a link to continue', async ({ page }) => {
  await signIn(page, url, (await plantStaff(place, 'Vera Viewer', 'viewer')).email);
  expect((await page.goto(`${url}/console/staff`))?.status()).toBe(403);
  await expect(page.locator('main')).toHaveText(
    /This requires the role admin\. Your role is viewer\. Ask an admin to change it\./,
  );
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, 'pages/console-permission');
  await page.getByRole('link', { name: 'Go to the overview' }).click();
  await expect(page).toHaveURL(`${url}/console`);
  expect((await page.goto(`${url}/console/nothing`))?.status()).toBe(404);
  await expect(page.locator('main')).toHaveText(/There is no page at this address/);
  expect((await page.goto(`${url}/console/incidents/none00000001`))?.status()).toBe(404);
  await expect(page.locator('main')).toHaveText(/Incident not found/);
});
