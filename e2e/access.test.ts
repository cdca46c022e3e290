import path from 'node:path';
import { expect, test } from '@playwright/test';
import { linkIn, mailsIn } from '#server/test/mailbox';
import { createPlace, type Place } from './candor.ts';
import { axeFindings, openWatched } from './page.ts';
import { PASSWORD, plantStaff, resetByMail, sendPassword, setUpSecondFactor, signIn, signInWithCode } from './staff.ts';

test.describe.configure({ mode: 'parallel' });

let place: Place;
test.beforeEach(async () => {
  place = await createPlace();
});
test.afterEach(() => place.remove());

test('the first admin sets up Candor and invites a person, whose session ends when their role changes', async ({
  page,
  browser,
}) => {
  const { url, setUp } = await place.start();
  const link = await setUp();
  const noise = await openWatched(page, link);
  expect([await axeFindings(page), noise]).toEqual([[], []]);
  await page.getByLabel('Your name').fill('Ada Admin');
  await page.getByLabel('E-mail address').fill('ada@status.example');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create admin account' }).click();
  await expect(page.getByText('Admin account created.')).toBeVisible();
  expect((await page.request.get(link)).status()).toBe(404);

  await signIn(page, url, 'ada@status.example');
  const { app } = await setUpSecondFactor(page, url);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await signInWithCode(page, url, 'ada@status.example', app);

  await page.getByRole('link', { name: 'Staff' }).click();
  await page.getByLabel('E-mail address').fill('cory@status.example');
  await page.getByLabel('Role', { exact: true }).selectOption('communicator');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByText('SMTP_URL is not set, so no e-mail was sent to cory@status.example')).toBeVisible();
  const [mail] = await mailsIn(path.join(place.dataDir, 'mail'));
  expect(mail?.to).toBe('cory@status.example');

  const cory = await (await browser.newContext()).newPage();
  const invitation = linkIn(mail?.text ?? '');
  expect((await cory.request.get(invitation)).status()).toBe(200); // a program that checks mail opens it first
  await cory.goto(invitation);
  await cory.getByLabel('Your name').fill('Cory Communicator');
  await cory.getByLabel('Password').fill(PASSWORD);
  await cory.getByRole('button', { name: 'Create account' }).click();
  await expect(cory.getByText('Account created.')).toBeVisible();
  await signIn(cory, url, 'cory@status.example');
  await expect(cory.getByText('Cory Communicator, communicator')).toBeVisible();
  await expect(cory.getByRole('link', { name: 'Staff' })).toHaveCount(0);

  await page.goto(`${url}/console/staff`);
  await page.getByText('Manage Cory Communicator').click();
  await page.getByLabel('Role of Cory Communicator').selectOption('editor');
  await page.getByRole('button', { name: 'Change role: Cory Communicator' }).click();
  await expect(page.getByText('Role changed.')).toBeVisible();
  await cory.goto(`${url}/console`);
  await expect(cory).toHaveURL(`${url}/sign-in?to=%2Fconsole`);

  await page.goto(`${url}/console/audit`);
  const sentences = await page.locator('main ol li p:first-child').allInnerTexts();
  expect(sentences.slice(0, 5)).toEqual([
    'Ada Admin changed the role of Cory Communicator.',
    'Cory Communicator signed in.',
    expect.stringMatching(/created the account of Cory Communicator\.$/),
    'Ada Admin invited a colleague.',
    'Ada Admin signed in.',
  ]);
  const verified = /^Audit log verified: (\d+) entries/.exec(await place.command('audit', 'verify'));
  const exported = await page.request.get(`${url}/api/v1/audit?format=ndjson`);
  expect((await exported.text()).trimEnd().split('\n')).toHaveLength(Number(verified?.[1]));
  expect((await page.request.head(`${url}/api/v1/audit?format=csv`)).status()).toBe(200);
});

test('a link that is opened while signed out opens after password and code, and a crafted one leads to no other site', async ({
  page,
  browser,
}) => {
  const { url } = await place.start();
  const { email } = await plantStaff(place, 'Ada Admin', 'admin');
  await signIn(page, url, email);
  const { app } = await setUpSecondFactor(page, url);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const other = await context.newPage();
  await other.goto(`${url}/console/components/serving`);
  await sendPassword(other, email);
  await other.waitForURL(/second-factor/);
  await other.getByLabel('Code', { exact: true }).fill('000000');
  await other.getByRole('button', { name: 'Verify' }).click();
  await expect(other.getByText('The code is incorrect')).toBeVisible();
  await other.getByLabel('Code', { exact: true }).fill(await app.code());
  await other.getByRole('button', { name: 'Verify' }).click();
  await expect(other).toHaveURL(`${url}/console/components/serving`);
  await expect(other.getByRole('heading', { level: 1, name: 'Serving' })).toBeVisible();

  await plantStaff(place, 'Vera Viewer', 'viewer');
  for (const to of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/console/../x',
    '/console/%2e%2e/x',
  ]) {
    const vera = await (await browser.newContext()).newPage();
    await vera.goto(`${url}/sign-in?to=${encodeURIComponent(to)}`);
    await sendPassword(vera, 'vera@status.example');
    await expect(vera).toHaveURL(`${url}/console`);
    await vera.context().close();
  }
});

test('a forgotten password is replaced without JavaScript and the code still required; an admin or the operator helps after the loss of a phone', async ({
  page,
  browser,
}) => {
  const { url } = await place.start();
  const [ada, vera] = [await plantStaff(place, 'Ada Admin', 'admin'), await plantStaff(place, 'Vera Viewer', 'viewer')];
  for (const { email } of [ada, vera]) {
    const own = await (await browser.newContext()).newPage();
    await signIn(own, url, email);
    await setUpSecondFactor(own, url);
    await own.context().close();
  }
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await resetByMail(plain, place, url, vera.email);
  await sendPassword(plain, vera.email, 'a password that is new');
  await expect(plain).toHaveURL(`${url}/sign-in/second-factor`);

  const link = (await place.command('admin', 'reset-access', ada.email)).replace(/^https?:\/\/[^/]+/, url);
  await page.goto(link);
  await expect(page.getByText('turns off two-factor authentication')).toBeVisible();
  await page.getByLabel('Password').fill('one more password');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('New password set.')).toBeVisible();
  await signIn(page, url, ada.email, 'one more password');
  await page.getByRole('link', { name: 'Staff' }).click();
  await page.getByText('Manage Vera Viewer').click();
  await page.getByRole('button', { name: 'Turn off two-factor authentication: Vera Viewer' }).click();
  await expect(page.getByText('viewer, two-factor authentication off, no sessions')).toBeVisible();
  await signIn(plain, url, vera.email, 'a password that is new');
  await expect(plain).toHaveURL(`${url}/console`);
});

test('a request for a new password gets the same answer for every address', async ({ browser }) => {
  const { url } = await place.start();
  await plantStaff(place, 'Vera Viewer', 'viewer');
  const answers: string[] = [];
  for (const email of ['vera@status.example', 'nobody@status.example']) {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${url}/sign-in/forgotten`);
    await page.getByLabel('E-mail address').fill(email);
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.getByRole('button', { name: 'Send link' }).click(),
    ]);
    await page.waitForURL(/after=written/);
    answers.push(
      JSON.stringify([answer.status(), answer.headers().location, await page.locator('body > main').innerHTML()]),
    );
  }
  expect(answers[0]).toBe(answers[1]);

  const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) {
    await page.goto(`${url}/sign-in/forgotten`);
    await page.getByLabel('E-mail address').fill('vera@status.example');
    const [answer] = await Promise.all([
      page.waitForResponse((one) => one.request().method() === 'POST'),
      page.getByRole('button', { name: 'Send link' }).click(),
    ]);
    statuses.push(answer.status());
  }
  expect(statuses).toEqual([303, 303, 429]); // the fourth request from one place
  await expect(page.getByText('Too many attempts. Try again in 15 minutes.')).toBeVisible();
});

test('a communicator who is limited to Serving is only offered incidents of Serving', async ({ page, browser }) => {
  const { url } = await place.start();
  const [ada, cory] = [
    await plantStaff(place, 'Ada Admin', 'admin'),
    await plantStaff(place, 'Cory Communicator', 'communicator'),
  ];
  await signIn(page, url, ada.email);
  await page.getByRole('link', { name: 'Staff' }).click();
  await page.getByText('Manage Cory Communicator').click();
  await page.getByLabel('Serving', { exact: true }).check();
  await page.getByRole('button', { name: 'Assign components: Cory Communicator' }).click();
  await expect(page.getByText('communicator, Serving only')).toBeVisible();
  const links: string[] = [];
  for (const component of ['serving', 'analytics']) {
    await page.goto(`${url}/console/incidents/new?component=${component}`);
    await page.getByLabel('Title').fill(`Trouble with ${component}`);
    await page.getByLabel('Message').fill('We are looking into it.');
    await page.getByRole('button', { name: 'Publish incident' }).click();
    await page.waitForURL(/incidents\/[a-z0-9]{12}/);
    links.push(new URL(page.url()).pathname);
  }

  const own = await (await browser.newContext()).newPage();
  await signIn(own, url, cory.email);
  await own.goto(`${url}/console/incidents/new?component=analytics`);
  await expect(own.getByLabel('Status of Serving')).toBeVisible();
  await expect(own.getByLabel('Status of Analytics')).toHaveCount(0);
  const [serving = '', analytics = ''] = links;
  await own.goto(`${url}${serving}`);
  await expect(own.locator('#composer')).toBeVisible();
  await own.goto(`${url}${analytics}`);
  await expect(own.getByRole('heading', { level: 1 })).toHaveText(/Trouble with analytics/);
  await expect(own.locator('#composer')).toHaveCount(0);
});

for (const [sender, trusted, address] of [
  ['from a trusted proxy is', '127.0.0.1', '203.0.113.9'],
  ['from another client is not', '', '127.0.0.1'],
] as const)
  test(`X-Forwarded-For ${sender} used as the address of a session`, async ({ browser }) => {
    const { url } = await place.start({ TRUSTED_PROXIES: trusted });
    const { email } = await plantStaff(place, 'Vera Viewer', 'viewer');
    const page = await (
      await browser.newContext({ extraHTTPHeaders: { 'X-Forwarded-For': '198.51.100.1, 203.0.113.9' } })
    ).newPage();
    await signIn(page, url, email);
    expect(await place.query('SELECT ip_address FROM staff_session')).toEqual([{ ip_address: address }]);
  });

test('the operator creates an admin by a link that works once, also without JavaScript', async ({ browser }) => {
  const { url } = await place.start();
  const link = (await place.command('admin', 'create', '--email', 'ada@status.example')).replace(
    /^https?:\/\/[^/]+/,
    url,
  );
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Ada Admin');
  await page.getByLabel('Password').fill('short but longer');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('Account created.')).toBeVisible();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('E-mail address').fill('ada@status.example');
  await page.getByLabel('Password').fill('not this password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('E-mail address or password is incorrect.')).toBeVisible();
  await signIn(page, url, 'ada@status.example', 'short but longer');
  await expect(page.getByText('Ada Admin, admin')).toBeVisible();
  expect((await page.goto(link))?.status()).toBe(404);
});
