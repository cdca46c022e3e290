import { expect, type Page, type Route, test } from '@playwright/test';
import { createPlace, type Place } from './candor.ts';
import { axeFindings, type ColorScheme, openDetails, openWatched, pictures, sidewaysOverflow } from './page.ts';
import { plantStaff, resetByMail, setUpSecondFactor, signIn } from './staff.ts';

const SCHEMES = ['light', 'dark'] as const;
const SHOT_WIDTHS = [1280, 390];
const NARROW_WIDTHS = [640, 320];
const PATHS = [
  '/console',
  '/console/account',
  '/console/staff',
  '/console/tokens',
  '/console/components',
  '/console/components/serving',
  '/console/postmortems',
  '/console/subscribers',
  '/console/subscribers/new',
  '/console/subscribers/import',
  '/console/subscribers/suppressed',
  '/console/deliveries',
  '/console/mail',
  '/console/alerts',
  '/console/audit',
  '/sign-in',
  '/sign-in/second-factor',
  '/sign-in/forgotten',
];

let place: Place;
let url = '';
test.beforeAll(async () => {
  place = await createPlace();
  url = (await place.start()).url;
  await plantStaff(place, 'Ada Admin', 'admin');
  await plantStaff(place, 'Vera Viewer', 'viewer');
  await place.command('token', 'create', '--scope', 'probes:write', '--source', 'agent-a');
  await place.command(
    'token',
    'create',
    '--scope',
    'incidents:write',
    '--scope',
    'incidents:read',
    '--name',
    'Chat bot of the duty',
  );
});
test.afterAll(() => place.remove());

async function expectAccessible(page: Page, address: string, scheme: ColorScheme): Promise<void> {
  const name = address
    .slice(1)
    .replace(/\/[\w-]{43}$/, '')
    .replaceAll('/', '-');
  const noise = await openWatched(page, `${url}${address}`);
  await pictures(page, SHOT_WIDTHS, (width) => `pages/${name}-${width}-${scheme}`);
  await openDetails(page);
  for (const width of NARROW_WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sidewaysOverflow(page), `sideways scroll of ${address} at ${width} px`).toBeLessThanOrEqual(0);
  }
  expect(await axeFindings(page, scheme), `axe on ${address}`).toEqual([]);
  expect(noise, `noise on ${address}`).toEqual([]);
}

for (const colorScheme of SCHEMES) {
  test(`every page of the console is accessible in ${colorScheme}, without foreign requests or policy violations`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await signIn(page, url, 'ada@status.example');
    for (const address of PATHS) await expectAccessible(page, address, colorScheme);
  });
}

for (const [what, ...command] of [
  ['an invitation', 'create', '--email', 'ed@status.example'],
  ['a reset', 'reset-access', 'vera@status.example'],
] as const)
  test(`the page of ${what} is accessible`, async ({ page }) => {
    const link = await place.command('admin', ...command);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, new URL(link).pathname, colorScheme);
    }
  });

test('scripts of the console carry the nonce of their response, and inline scripts need it', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  const answers = await Promise.all([0, 1].map(() => page.request.get(`${url}/console`)));
  const policies = answers.map((answer) => answer.headers()['content-security-policy'] ?? '');
  expect(policies[0]).not.toBe(policies[1]);
  for (const [i, answer] of answers.entries()) {
    const nonce = /'nonce-([^']+)'/.exec(policies[i] as string)?.[1] as string;
    const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(policies[i]).not.toContain('unsafe');
    expect(answer.headers()['cache-control']).toContain('no-store');
  }
});

test('a token is created by keyboard, shown once, and revoked', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.goto(`${url}/console/tokens`);
  await page.getByLabel('Name', { exact: true }).fill('Runbook');
  await page.getByLabel('incidents:read').check();
  await page.getByRole('button', { name: 'Create token' }).focus();
  await page.keyboard.press('Enter');
  const token = await page.getByRole('region', { name: 'Token, shown once' }).innerText();
  expect(token).toMatch(/cnd_[0-9a-f]{10}_[\w-]{43}/);
  await expect(page.getByText('Runbook')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('');
  await page.reload();
  expect(await page.content()).not.toContain(token.trim());
  await page.getByRole('button', { name: 'Revoke Runbook' }).click();
  await expect(page.getByText('revoked')).toBeVisible();
});

test('a form without a response shows an error and keeps its input, so that it can be sent again', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.goto(`${url}/console/tokens`);
  await page.getByLabel('Name', { exact: true }).fill('Over a bad line');
  await page.getByLabel('incidents:read').check();
  const breaks = (route: Route) =>
    route.request().method() === 'POST' ? route.abort('connectionreset') : route.continue();
  await page.route('**/console/tokens', breaks);
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByText('No response from the server.')).toBeVisible();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Over a bad line');
  await page.unroute('**/console/tokens', breaks);
  await page.getByRole('button', { name: 'Create token' }).click();
  await expect(page.getByRole('region', { name: 'Token, shown once' })).toBeVisible();
  await expect(page.getByText('No response from the server.')).toHaveCount(0);
});

test('the server log contains no password, token, code or e-mail address', async ({ page }) => {
  const other = await createPlace();
  try {
    const candor = await other.start({ LOG_LEVEL: 'debug' });
    const setUp = await candor.setUp();
    await plantStaff(other, 'Ada Admin', 'admin');
    await page.goto(setUp);
    await signIn(page, candor.url, 'ada@status.example');
    const { recoveryCodes } = await setUpSecondFactor(page, candor.url);
    await page.goto(`${candor.url}/sign-in`);
    await page.getByLabel('E-mail address').fill('nobody@status.example');
    await page.getByLabel('Password').fill('a password that is wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('E-mail address or password is incorrect.')).toBeVisible();
    await expect(page.getByLabel('E-mail address')).toHaveValue('nobody@status.example'); // the input is kept
    const reset = await resetByMail(page, other, candor.url, 'ada@status.example');
    const cookies = await page.context().cookies();
    const { stderr } = await candor.kill('SIGTERM');
    expect(stderr).toContain('a sign-in failed');
    const secrets = [
      'ada@',
      'nobody@',
      'correct horse',
      'password that is wrong',
      setUp.split('/').at(-1) as string,
      reset.split('/').at(-1) as string,
      'a password that is new',
      ...recoveryCodes,
      ...cookies.map((cookie) => cookie.value.split('.')[0] as string),
    ];
    for (const secret of secrets) expect(stderr).not.toContain(secret);
  } finally {
    await other.remove();
  }
});
