import { expect, test } from '@playwright/test';
import { confirmLink, subscriberLinks } from '#server/subscribers/link-token';
import { createPlace, type Place } from './candor.ts';
import { axeFindings, openDetails, openWatched, pictures, sidewaysOverflow } from './page.ts';

const SHOT_WIDTHS = [1280, 390];
const NARROW_WIDTHS = [640, 320];

let place: Place;
let url = '';
test.beforeAll(async () => {
  place = await createPlace();
  url = (await place.start()).url;
});
test.afterAll(() => place.remove());

/** Returns the links that mails to this address contain, once its subscription exists. */
async function linksOf(address: string) {
  await expect.poll(() => place.query('SELECT 1 FROM subscriber WHERE address = $1', [address])).toHaveLength(1);
  const [row] = await place.query<{ public_id: string; link_version: number; created_at: Date }>(
    "SELECT public_id, link_version, created_at FROM subscriber WHERE address = $1 AND state <> 'ended'",
    [address],
  );
  const [secret] = await place.query<{ value: string }>(
    "SELECT value FROM server_secret WHERE name = 'subscriber-links'",
  );
  const key = Buffer.from(secret?.value ?? '', 'base64url');
  const subscriber = { publicId: row?.public_id ?? '', linkVersion: row?.link_version ?? 0 };
  const confirm = confirmLink(key, url, subscriber, row?.created_at.getTime() ?? 0).url;
  return { confirm, ...subscriberLinks(key, url, subscriber) };
}
const stateOf = async (address: string) =>
  (await place.query<{ state: string }>('SELECT state FROM subscriber WHERE address = $1 ORDER BY id', [address])).map(
    ({ state }) => state,
  );
const hasKey = () =>
  place.query(
    "INSERT INTO server_secret (name, value) VALUES ('subscriber-links', repeat('a', 64)) ON CONFLICT DO NOTHING",
  );

for (const javaScriptEnabled of [true, false])
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', () => {
    test.use({ javaScriptEnabled });

    test('a partner subscribes, confirms, narrows to Analytics and unsubscribes', async ({ page }) => {
      await hasKey();
      const address = `petra-${javaScriptEnabled}@partner.example`;
      await page.goto(url);
      await page.getByRole('link', { name: 'Subscribe' }).first().click();
      await page.getByLabel('E-mail address').fill(address);
      await page.getByRole('button', { name: 'Send confirmation link' }).click();
      await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();

      const { confirm, unsubscribe } = await linksOf(address);
      for (const method of ['GET', 'HEAD'] as const)
        for (let i = 0; i < 5; i++) expect((await page.request.fetch(confirm, { method })).status()).toBe(200);
      expect(await stateOf(address)).toEqual(['unconfirmed']);
      await page.goto(confirm);
      await page.getByRole('button', { name: 'Confirm subscription' }).click();
      await expect(page.getByText('Subscription confirmed.')).toBeVisible();
      expect(await stateOf(address)).toEqual(['active']);

      await page.getByLabel('Serving').uncheck();
      await page.getByRole('button', { name: 'Save changes' }).click();
      await expect(page.getByText('Saved.')).toBeVisible();
      await expect(page.getByLabel('Serving')).not.toBeChecked();
      await expect(page.getByLabel('Analytics')).toBeChecked();

      for (const method of ['GET', 'HEAD'] as const)
        for (let i = 0; i < 5; i++) expect((await page.request.fetch(unsubscribe, { method })).status()).toBe(200);
      expect(await stateOf(address)).toEqual(['active']);
      await page.goto(unsubscribe);
      await page.getByRole('button', { name: 'Unsubscribe' }).click();
      await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible();
      expect(await stateOf(address)).toEqual(['ended']);
    });

    test('a form with an error shows what was sent, and what is wrong', async ({ page }) => {
      await page.goto(`${url}/subscribe?channel=webhook`);
      await page.getByLabel('Endpoint URL').fill('http://hooks.partner.example/status');
      await page.getByLabel('E-mail address for failures').fill('ops@partner.example');
      await page.getByLabel('Analytics').uncheck();
      await page.getByRole('button', { name: 'Send set-up link' }).click();
      await expect(page.getByText('URL must begin with https://.')).toBeVisible();
      await expect(page.getByLabel('Endpoint URL')).toHaveValue('http://hooks.partner.example/status');
      await expect(page.getByLabel('Analytics')).not.toBeChecked();
      await expect(page.getByLabel('Serving')).toBeChecked();
    });
  });

test('one-click unsubscribe needs a POST from anywhere and nothing else', async ({ request }) => {
  await hasKey();
  const address = 'oneclick@partner.example';
  const token = await place.staffToken('subscribers:write');
  const added = await request.post(`${url}/api/v1/subscribers`, {
    headers: { authorization: `Bearer ${token}` },
    data: { channel: 'email', address, confirmed: true },
  });
  expect(added.status()).toBe(201);
  const { unsubscribe } = await linksOf(address);
  for (let i = 0; i < 2; i++) {
    const answer = await fetch(unsubscribe, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
    });
    expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
  }
  expect(await stateOf(address)).toEqual(['ended']);
  expect((await fetch(`${unsubscribe}x`, { method: 'POST' })).status).toBe(404);
  expect(
    (await fetch(`${url}/subscribe`, { method: 'POST', headers: { origin: 'https://evil.example' } })).status,
  ).toBe(403);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the pages are accessible and fit their window in ${colorScheme}`, async ({ page }) => {
    await hasKey();
    await page.emulateMedia({ colorScheme });
    const address = `hook-${colorScheme}@partner.example`;
    const token = await place.staffToken('subscribers:write');
    await page.request.post(`${url}/api/v1/subscribers`, {
      headers: { authorization: `Bearer ${token}` },
      data: { channel: 'webhook', address: `https://hooks.partner.example/${colorScheme}`, ownerEmail: address },
    });
    const { confirm, manage, unsubscribe } = await linksOf(`https://hooks.partner.example/${colorScheme}`);
    const pages = {
      subscribe: `${url}/subscribe`,
      'subscribe-webhook': `${url}/subscribe?channel=webhook`,
      'subscribe-rss': `${url}/subscribe?channel=rss`,
      'subscribe-manage': `${url}/subscribe?manage=yes`,
      'subscribe-sent': `${url}/subscribe?after=sent`,
      'subscription-confirm': confirm,
      'subscription-manage': manage,
      'subscription-unsubscribe': unsubscribe,
    };
    for (const [name, at] of Object.entries(pages)) {
      await page.setViewportSize({ width: 1280, height: 900 });
      const noise = await openWatched(page, at);
      await pictures(page, SHOT_WIDTHS, (width) => `pages/${name}-${width}-${colorScheme}`);
      for (const width of NARROW_WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sidewaysOverflow(page), `sideways scroll of ${name} at ${width} px`).toBeLessThanOrEqual(0);
      }
      await openDetails(page);
      expect(await axeFindings(page, colorScheme), `axe on ${name}`).toEqual([]);
      expect(noise, `noise on ${name}`).toEqual([]);
    }
  });
