import path from 'node:path';
import { expect, test } from '@playwright/test';
import { linkIn, mailsIn } from '#server/test/mailbox';
import { createPlace, type Place } from './candor.ts';
import { plantStaff, signIn } from './staff.ts';

test.describe.configure({ mode: 'serial' });

const PETRA = 'petra@journey.example';
const LIST_SIZE = 50;
let place: Place;
let url = '';
let token = '';
let analytics = '';
test.beforeAll(async () => {
  place = await createPlace();
  url = (await place.start()).url;
  await plantStaff(place, 'Ada Admin', 'admin');
  token = await place.staffToken('incidents:write');
});
test.afterAll(() => place.remove());

/** Reads the mails that an address got, as files, because no mail server is set. */
const mailsTo = async (address: string) =>
  (await mailsIn(path.join(place.dataDir, 'mail'))).filter(({ to }) => to.includes(address));
/** Counts for each text the mails to an address that contain it. */
const textsTo = async (address: string, texts: readonly string[]) => {
  const mails = await mailsTo(address);
  return texts.map((text) => mails.filter((mail) => mail.text.includes(text)).length);
};

async function post(at: string, data: object): Promise<{ incident: string }> {
  const response = await fetch(`${url}/api/v1/incidents${at}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(data),
  });
  expect(response.status, await response.clone().text()).toBe(201);
  return response.json();
}
const open = (component: string, body: string) =>
  post('', { title: `Problem with ${component}`, body, affected: [{ component, status: 'partial_outage' }] });
/** Waits until every event was fanned out and every delivery was settled. */
const delivered = () =>
  expect
    .poll(() =>
      place.query("SELECT 1 FROM event WHERE outcome IS NULL UNION ALL SELECT 1 FROM delivery WHERE state = 'due'"),
    )
    .toEqual([]);

test('an admin imports 50 addresses and sees them', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.goto(`${url}/console/subscribers/import`);
  const rows = Array.from({ length: LIST_SIZE }, (_, i) => `email,ops-${i}@list.example,,,,`);
  await page
    .getByLabel('Content')
    .fill(['channel,address,components,minimumImpact,language,timeZone', ...rows].join('\n'));
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByLabel('Add as confirmed').check();
  await page.getByRole('button', { name: `Import ${LIST_SIZE} subscribers` }).click();
  await expect(page.getByText(`${LIST_SIZE} subscribers imported.`)).toBeVisible();
  await page.goto(`${url}/console/subscribers`);
  await expect(page.getByText(`1 to ${LIST_SIZE} of ${LIST_SIZE} subscribers`)).toBeVisible();
  for (const i of [0, LIST_SIZE - 1])
    await expect(page.getByText(`ops-${i}@list.example`, { exact: true })).toBeVisible();
});

test('a partner subscribes, confirms by the mailed link, and narrows to Analytics', async ({ page }) => {
  await page.goto(`${url}/subscribe`);
  await page.getByLabel('E-mail address').fill(PETRA);
  await page.getByRole('button', { name: 'Send confirmation link' }).click();
  await expect(page.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
  await expect.poll(async () => (await mailsTo(PETRA)).length).toBe(1);
  const [mail] = await mailsTo(PETRA);
  await page.goto(linkIn(mail?.text ?? ''));
  await page.getByRole('button', { name: 'Confirm subscription' }).click();
  await expect(page.getByText('Subscription confirmed.')).toBeVisible();
  await page.getByLabel('Serving').uncheck();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
});

test('the partner gets each message about Analytics once and none about Serving, which the list gets', async () => {
  const texts = ['Serving answers slowly.', 'Reports of today are late.', 'Reports are being computed again.'];
  await open('serving', 'Serving answers slowly.');
  analytics = (await open('analytics', 'Reports of today are late.')).incident;
  await delivered();
  await post(`/${analytics}/updates`, { body: 'Reports are being computed again.', state: 'identified' });
  await delivered();
  const latest = ({ subject, text }: { subject: string; text: string }) => [
    subject.includes('analytics'),
    texts.findLast((one) => text.includes(one)),
  ];
  const aboutIncidents = (await mailsTo(PETRA)).filter(({ subject }) => subject.includes('Problem with'));
  expect(aboutIncidents.map(latest).sort()).toEqual([
    [true, 'Reports are being computed again.'],
    [true, 'Reports of today are late.'],
  ]);
  expect((await textsTo(PETRA, texts))[0]).toBe(0);
  expect((await textsTo('ops-7@list.example', texts))[0]).toBe(1);
});

test('the partner unsubscribes with one click, and gets nothing more', async ({ page }) => {
  const mails = await mailsTo(PETRA);
  const about = mails.find(({ subject }) => subject.includes('Problem with'));
  const list = about?.headers.get('list') as { unsubscribe?: { url?: string } } | undefined; // mailparser groups the headers List-…
  const link = list?.unsubscribe?.url ?? '';
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  expect((await fetch(link, { method: 'POST', body })).status).toBe(200);
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'You are unsubscribed' })).toBeVisible();
  await post(`/${analytics}/updates`, { body: 'Reports are late again.' });
  await delivered();
  expect(await textsTo('ops-7@list.example', ['Reports are late again.'])).toEqual([1]);
  expect(await mailsTo(PETRA)).toHaveLength(mails.length);
});
