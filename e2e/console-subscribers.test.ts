import { expect, test } from '@playwright/test';
import { createPlace, type Place } from './candor.ts';
import { axeFindings, picture } from './page.ts';
import { plantStaff, signIn } from './staff.ts';

let place: Place;
let url = '';
test.beforeAll(async () => {
  place = await createPlace();
  url = (await place.start()).url;
  await plantStaff(place, 'Ada Admin', 'admin');
});
test.afterAll(() => place.remove());

test('an admin imports 50 addresses after a preview, finds one, and erases it', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.getByRole('link', { name: 'Subscribers' }).click();
  await expect(page.getByText('No subscribers yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Import' }).click();
  const rows = Array.from({ length: 50 }, (_, i) => `email,partner-${i}@partner.example,${i % 2 ? 'serving' : ''},,,`);
  const text = ['channel,address,components,minimumImpact,language,timeZone', ...rows, 'email,ops@fieldhouse,,,,'].join(
    '\n',
  );
  await page.getByLabel('CSV file').setInputFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(page.getByLabel('Content')).toHaveValue(text);
  await page.getByRole('button', { name: 'Preview' }).click();
  await expect(page.getByRole('heading', { name: 'Import 50 subscribers?' })).toBeVisible();
  await expect(page.getByText('must be one e-mail address')).toBeVisible();
  expect(await place.query('SELECT 1 FROM subscriber')).toHaveLength(0);
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, 'pages/console-subscribers-import-1280-light');
  await page.getByLabel('Add as confirmed').check();
  await page.getByRole('button', { name: 'Import 50 subscribers' }).click();
  await expect(page.getByText('50 subscribers imported.')).toBeVisible();

  await page.getByRole('link', { name: 'Back to Subscribers' }).click();
  await expect(page.getByText('50 of 50 confirmed subscribers can receive updates.')).toBeVisible();
  await expect(page.getByText('1 to 50 of 50 subscribers')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, 'pages/console-subscribers-1280-light');
  await page.getByLabel('Search address').fill('partner-7@');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(page.getByText('1 to 1 of 1 subscribers')).toBeVisible();
  await page.locator('summary').click();
  await page.getByRole('button', { name: 'Erase address: partner-7@partner.example' }).click();
  await expect(page.getByText('No subscribers found.')).toBeVisible();
  expect(await place.query("SELECT 1 FROM subscriber WHERE address LIKE 'partner-7@%'")).toHaveLength(0);

  const csv = await page.request.get(`${url}/api/v1/subscribers?format=csv`);
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(50);
});

test('an admin adds a webhook, sees its secret once, and sends it a test event', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.goto(`${url}/console/subscribers/new`);
  await page.getByLabel('Channel').selectOption('webhook');
  await page.getByLabel('E-mail address or endpoint URL').fill('https://hooks.partner.example/candor');
  await page.getByLabel('Owner’s e-mail address').fill('ops@partner.example');
  await page.getByRole('button', { name: 'Add subscriber' }).click();
  await expect(page.getByText('Subscriber added. Confirmation link sent.')).toBeVisible();
  await expect(page.getByText(/^whsec_/)).toBeVisible();
  await page.goto(`${url}/console/subscribers?q=hooks.partner.example`);
  await page.locator('summary').click();
  await page.getByRole('button', { name: 'Send test event: https://hooks.partner.example/candor' }).click();
  await expect(page.getByText(/^The test event failed: /)).toBeVisible(); // .example has no hosts
  expect(await place.query("SELECT 1 FROM audit_log WHERE action = 'subscriber:test'")).toHaveLength(1);
});

test('the overview shows that notifications are paused, and a button continues', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  const notice = page.getByText('Notifications are paused', { exact: true }); // the staff alert has a longer text
  await expect(notice).toHaveCount(0);
  await place.query("UPDATE delivery_pause SET paused_at = now(), reason = 'volume'");
  for (const where of ['incidents/new', 'deliveries', 'subscribers']) {
    await page.goto(`${url}/console/${where}`);
    await expect(notice).toBeVisible();
    await expect(page.getByText('SMTP_URL is not set')).toBeVisible();
  }
  await page.goto(`${url}/console`);
  await expect(notice).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, 'pages/console-paused-1280-light');
  await page.getByRole('button', { name: 'Resume notifications' }).click();
  await expect(notice).toHaveCount(0);
  expect(await place.query('SELECT 1 FROM delivery_pause WHERE paused_at IS NULL')).toHaveLength(1);
});

test('the form of a new incident counts its recipients and keeps its text', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.goto(`${url}/console/incidents/new`);
  await page.getByLabel('Title').fill('Slow answers');
  await page.getByLabel('Message', { exact: true }).fill('Some answers are slow.');
  await page.getByRole('button', { name: 'Count recipients' }).click();
  await expect(page.getByText(/^\d+ (person|people) and 0 webhooks will be notified/)).toBeVisible();
  await expect(page.getByLabel('Title')).toHaveValue('Slow answers');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Some answers are slow.');
});
