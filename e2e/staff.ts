import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { TOTP } from 'otpauth';
import type { Role } from '#domain/access/permission';
import { hashPassword } from '#server/identity/sign-in/password-hash';
import { linkIn, mailsIn } from '#server/test/mailbox';
import type { Place } from './candor.ts';
import { picture } from './page.ts';

export const PASSWORD = 'correct horse battery';
const STEP_MS = 30_000;
/** The lowest cost of a password hash. */
const LOG2_COST = 10;

export type Person = { id: string; name: string; email: string; role: Role };

/** Writes a person of staff who can sign in with PASSWORD, without an invitation. */
export async function plantStaff(place: Place, name: string, role: Role): Promise<Person> {
  const id = name.toLowerCase().replaceAll(' ', '-');
  const email = `${name.split(' ')[0]?.toLowerCase()}@status.example`;
  await place.query(
    'INSERT INTO staff (id, email, name, role, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, now())',
    [id, email, name, role, await hashPassword(PASSWORD, LOG2_COST)],
  );
  return { id, name, email, role };
}

/** Fills in and sends the sign-in page that is open. */
export async function sendPassword(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in with address and password. Ends in the console, or on the page that asks for the code. */
export async function signIn(page: Page, url: string, email: string, password = PASSWORD): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await sendPassword(page, email, password);
  await page.waitForURL(/\/(console|sign-in\/second-factor)$/);
}

/** Waits until the open page of the console handles events. React resets a text that is changed before, and keys have no effect. */
export async function expectInteractive(page: Page): Promise<void> {
  await expect(page.locator('button', { hasText: 'Keyboard shortcuts (?)' })).toBeAttached(); // not shown on a phone
}

/** An authenticator app. It returns each code once, and waits where the next code is not accepted yet. */
export function authenticator(key: string) {
  const totp = new TOTP({ secret: key });
  const stepNow = () => Math.floor(Date.now() / STEP_MS);
  let lastStep = 0;
  return {
    code: async (): Promise<string> => {
      lastStep = Math.max(lastStep + 1, stepNow());
      while (lastStep > stepNow() + 1) await wait(STEP_MS - (Date.now() % STEP_MS)); // the server accepts one step around the current one
      return totp.generate({ timestamp: lastStep * STEP_MS });
    },
  };
}

export type Authenticator = ReturnType<typeof authenticator>;

/** Sets up two-factor authentication on the account page of the person who is signed in. */
export async function setUpSecondFactor(
  page: Page,
  url: string,
  password = PASSWORD,
): Promise<{ app: Authenticator; recoveryCodes: string[] }> {
  await page.goto(`${url}/console/account`);
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Set up two-factor authentication' }).click();
  const shown = page.getByRole('region', { name: 'Key and recovery codes, shown once' });
  await expect(shown.getByRole('img', { name: 'QR code for the key' })).toBeVisible();
  const [key = '', ...recoveryCodes] = await shown.getByRole('listitem').allInnerTexts();
  await picture(page, 'pages/console-account-second-factor');
  const app = authenticator(key.replace('Key: ', ''));
  await page.getByLabel('Code from the app').fill(await app.code());
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByText('On. Signing in requires a code')).toBeVisible();
  return { app, recoveryCodes };
}

/** Signs in with password and code. */
export async function signInWithCode(page: Page, url: string, email: string, app: Authenticator): Promise<void> {
  await signIn(page, url, email);
  await page.getByLabel('Code', { exact: true }).fill(await app.code());
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.waitForURL(/\/console$/);
}

/** Asks for a link for a new password and uses the one that comes by mail. Returns the link. */
export async function resetByMail(
  page: Page,
  place: Place,
  url: string,
  email: string,
  password = 'a password that is new',
): Promise<string> {
  const mails = async () =>
    (await mailsIn(path.join(place.dataDir, 'mail'))).filter(
      ({ to, subject }) => to === email && subject.includes('password'),
    );
  await page.goto(`${url}/sign-in`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail address').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByText('a link was written to DATA_DIR/mail')).toBeVisible();
  await expect.poll(async () => (await mails()).length).toBe(1);
  const [mail] = await mails();
  const link = linkIn(mail?.text ?? '');
  expect((await page.request.get(link)).status()).toBe(200); // as a program that checks mail does
  await page.goto(link);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('New password set.')).toBeVisible();
  expect((await page.request.get(link)).status()).toBe(404);
  return link;
}
