import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, test } from '@playwright/test';
import Provider from 'oidc-provider';
import { type Candor, createPlace, type Place } from './candor.ts';
import { ownPorts } from './own-ports.ts';
import { plantStaff } from './staff.ts';

const CLIENT = { client_id: 'candor', client_secret: 'only for this test' };

let place: Place;
let url = '';
let settings: Record<string, string>;
let provider: http.Server;
let candor: Candor;

function listening(server: http.Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))); // it listens on TCP
}

/**
 * Starts an identity provider that accepts every login. Of a login `unsure-X` the address X is not verified; of `silent-X`
 * the provider sends no `email_verified`, as Entra ID does.
 */
async function startProvider(redirectUri: string): Promise<string> {
  provider = http.createServer();
  const issuer = `http://127.0.0.1:${await listening(provider)}`;
  const oidc = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    cookies: { keys: ['only for this test'] },
    pkce: { required: () => true },
    findAccount: (_, sub) => {
      const email = sub.replace(/^(unsure|silent)-/, '');
      const verified = sub.startsWith('silent-') ? {} : { email_verified: !sub.startsWith('unsure-') };
      return { accountId: sub, claims: () => ({ sub, email, ...verified, name: 'Name at the provider' }) };
    },
  });
  provider.on('request', oidc.callback());
  return issuer;
}

test.beforeAll(async () => {
  place = await createPlace();
  const [port] = ownPorts();
  url = `http://127.0.0.1:${port}`;
  const issuer = await startProvider(`${url}/sign-in/callback/oidc`);
  settings = {
    PORT: String(port),
    PUBLIC_ORIGIN: url,
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: CLIENT.client_id,
    OIDC_CLIENT_SECRET: CLIENT.client_secret,
    OIDC_NAME: 'Acme ID',
  };
  candor = await place.start(settings);
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

test('staff sign in with the identity provider and keep their role and name', async ({ page }) => {
  await singleSignOn(page, 'cory@status.example');
  await expect(page).toHaveURL(`${url}/console`);
  await expect(page.getByText('Cory Communicator, communicator')).toBeVisible();
  expect(await place.query('SELECT to_jsonb(a) - $1 AS account FROM staff_account a', ['created_at'])).toEqual([
    { account: { issuer: settings.OIDC_ISSUER, subject: 'cory@status.example', staff_id: 'cory-communicator' } },
  ]);
  const cookies = (await page.context().cookies(url)).filter(({ name }) => name.startsWith('candor.'));
  expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toEqual([
    ['candor.session', true, 'Lax'],
  ]);
  expect(await place.query('SELECT action, after FROM audit_log ORDER BY seq DESC LIMIT 2')).toEqual([
    { action: 'session:begin', after: { how: 'oidc' } },
    { action: 'account:link', after: { provider: 'oidc' } },
  ]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto(`${url}/console/account`);
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click(); // the provider remembers the browser, and Candor the account
  await expect(page).toHaveURL(`${url}/console/account`);
  await expect(page.getByText('Cory Communicator, communicator')).toBeVisible();
});

test('without an audit entry no one is signed in', async ({ page }) => {
  const stored = () =>
    place.query(
      'SELECT (SELECT count(*)::int FROM staff_session) AS sessions, (SELECT count(*)::int FROM staff_account) AS accounts',
    );
  await place.query('DELETE FROM staff_account');
  const before = await stored();
  await place.query('ALTER TABLE audit_head RENAME TO audit_head_away');
  try {
    await singleSignOn(page, 'cory@status.example');
    expect(await stored()).toEqual(before);
  } finally {
    await place.query('ALTER TABLE audit_head_away RENAME TO audit_head');
  }
  await page.goto(`${url}/sign-in`);
  await page.getByRole('link', { name: 'Sign in with Acme ID' }).click(); // the provider remembers the browser
  await expect(page).toHaveURL(`${url}/console`);
  expect(await stored()).not.toEqual(before);
});

for (const [who, login] of [
  ['a person who is not staff', 'nobody@status.example'],
  ['a person whose address the provider has not verified', 'unsure-cory@status.example'],
  ['a person of whose address the provider does not say whether it is verified', 'silent-cory@status.example'],
] as const)
  test(`${who} is not signed in`, async ({ page }) => {
    await singleSignOn(page, login);
    await expect(page.getByRole('alert').filter({ hasText: 'Single sign-on failed.' })).toBeVisible();
    await page.goto(`${url}/console`);
    await expect(page).toHaveURL(`${url}/sign-in?to=%2Fconsole`);
    expect(await place.query('SELECT email FROM staff')).toHaveLength(1);
  });

test('OIDC_TRUST_EMAIL=true signs in a person of whose address the provider says nothing, and never an unverified one', async ({
  page,
  browser,
}) => {
  await candor.kill('SIGTERM');
  candor = await place.start({ ...settings, OIDC_TRUST_EMAIL: 'true' });
  await singleSignOn(page, 'silent-cory@status.example');
  await expect(page).toHaveURL(`${url}/console`);
  const other = await (await browser.newContext()).newPage();
  await singleSignOn(other, 'unsure-cory@status.example');
  await expect(other.getByRole('alert').filter({ hasText: 'Single sign-on failed.' })).toBeVisible();
});

test('a deactivated person is not signed in, and neither is a callback without an attempt', async ({ page }) => {
  await place.query('UPDATE staff SET deactivated_at = now()');
  await singleSignOn(page, 'cory@status.example');
  await expect(page.getByRole('alert').filter({ hasText: 'Single sign-on failed.' })).toBeVisible();
  await page.goto(`${url}/sign-in/callback/oidc?code=x&state=y&iss=z`);
  await expect(page).toHaveURL(/\/sign-in\?error=/);
});
