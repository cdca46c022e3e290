import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import Provider from 'oidc-provider';
import { createPlace, type Place } from './candor.ts';
import { plantStaff } from './staff.ts';

const CLIENT = { client_id: 'candor', client_secret: 'only for this test' };

const JOURNEY_MS_MAX = 120_000;
test.describe.configure({ timeout: JOURNEY_MS_MAX });

let place: Place;
let url = '';
let provider: http.Server;

function listening(server: http.Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))); // it listens on TCP
}

async function freePort(): Promise<number> {
  const server = http.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An identity provider where everybody is who they say; only addresses that begin with "sure" are verified. */
async function startProvider(redirectUri: string): Promise<string> {
  provider = http.createServer();
  const issuer = `http://127.0.0.1:${await listening(provider)}`;
  const oidc = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['only for this test'] },
    pkce: { required: () => true },
    findAccount: (_, sub) => {
      const email = sub.replace(/^unsure-/, '');
      return {
        accountId: sub,
        claims: () => ({ sub, email, email_verified: email === sub, name: 'As the provider says' }),
      };
    },
  });
  provider.on('request', oidc.callback());
  return issuer;
}

test.beforeAll(async () => {
  place = await createPlace();
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const issuer = await startProvider(`${url}/sign-in/callback/oidc`);
  const settings = {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.client_id,
    OIDC_CLIENT_SECRET: CLIENT.client_secret,
    OIDC_NAME: 'Acme ID',
  };
  await place.start({ PORT: String(port), PUBLIC_ORIGIN: url, ...settings });
  await plantStaff(place, 'Cory Communicator', 'communicator');
});
test.afterAll(async () => {
  provider.closeAllConnections();
  provider.close();
  await place.remove();
});

async function singleSignOn(page: Page, login: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click();
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL((at) => at.href.startsWith(url));
}

test('staff come in by the identity provider, under the role and name that they have here', async ({ page }) => {
  await singleSignOn(page, 'cory@status.example');
  await expect(page).toHaveURL(`${url}/console`);
  await expect(page.getByText('Cory Communicator, communicator')).toBeVisible();
  const accounts = await place.query(
    "SELECT access_token, refresh_token, id_token FROM staff_account WHERE provider_id = 'oidc'",
  );
  expect(accounts).toEqual([{ access_token: null, refresh_token: null, id_token: null }]);
  expect(await place.query('SELECT action, after FROM audit_log ORDER BY seq DESC LIMIT 2')).toEqual([
    { action: 'session:begin', after: { how: 'oidc' } },
    { action: 'account:link', after: { provider: 'oidc' } },
  ]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto(`${url}/console/account`);
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click(); // the provider knows the browser by now, and we the account
  await expect(page).toHaveURL(`${url}/console/account`);
  await expect(page.getByText('Cory Communicator, communicator')).toBeVisible();
});

test('what cannot be audited does not happen', async ({ page }) => {
  const stored = () =>
    place.query(
      'SELECT (SELECT count(*)::int FROM staff_session) AS sessions, (SELECT count(*)::int FROM staff_account) AS accounts',
    );
  await place.query("DELETE FROM staff_account WHERE provider_id = 'oidc'");
  const before = await stored();
  await place.query('ALTER TABLE audit_head RENAME TO audit_head_away');
  try {
    await singleSignOn(page, 'cory@status.example');
    expect(await stored()).toEqual(before);
  } finally {
    await place.query('ALTER TABLE audit_head_away RENAME TO audit_head');
  }
  await page.goto(`${url}/sign-in`);
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click(); // the provider knows the browser by now
  await expect(page).toHaveURL(`${url}/console`);
  expect(await stored()).not.toEqual(before);
});

for (const [who, login] of [
  ['who is not staff', 'nobody@status.example'],
  ['whose address the provider has not verified', 'unsure-cory@status.example'],
] as const)
  test(`nobody comes in ${who}`, async ({ page }) => {
    await singleSignOn(page, login);
    await expect(page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible();
    await page.goto(`${url}/console`);
    await expect(page).toHaveURL(`${url}/sign-in?to=%2Fconsole`);
    expect(await place.query('SELECT email FROM staff')).toHaveLength(1);
  });

test('nobody comes in who was deactivated, and a way back that nobody has begun leads nowhere', async ({ page }) => {
  await place.query('UPDATE staff SET deactivated_at = now()');
  await singleSignOn(page, 'cory@status.example');
  await expect(page.getByRole('alert').filter({ hasText: 'did not work' })).toBeVisible();
  await page.goto(`${url}/sign-in/callback/oidc?code=x&state=y&iss=z`);
  await expect(page).toHaveURL(/\/sign-in\?error=/);
});
