import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { linkIn, type Mail, mailsIn } from '#server/test/mailbox';
import { axeFindings, MOMENT, openDetails, picture, sidewaysOverflow } from './page.ts';
import { plantStaff, sendPassword, signIn } from './staff.ts';
import { useStage } from './stage.ts';

const DUTY = 'duty@status.example';
const PHONE = { width: 390, height: 844 };

test.describe.configure({ mode: 'serial' });

// Both components have just gone down. The outage is confirmed while the test adds destinations.
const stage = useStage({
  phases: [
    { agoS: 300, mood: {} },
    { agoS: 20, mood: { serving: { down: 6 }, analytics: { down: 6 } } },
  ],
});

test.beforeAll(async () => {
  await plantStaff(stage.place, 'Ada Admin', 'admin');
  await plantStaff(stage.place, 'Cory Communicator', 'communicator');
});

const mails = async (about: RegExp): Promise<Mail[]> =>
  (await mailsIn(path.join(stage.place.dataDir, 'mail'))).filter(
    ({ to, subject }) => to === DUTY && about.test(subject),
  );

/** Moves the alerts that were sent into the past, so that they are due again. */
async function letTimePass(): Promise<void> {
  await stage.place.query("UPDATE staff_alert SET active_since = active_since - interval '11 minutes'");
  await stage.place.query("UPDATE staff_alert_delivery SET made_at = made_at - interval '11 minutes'");
}

async function readsWell(page: Page): Promise<void> {
  await openDetails(page);
  expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
  expect(await axeFindings(page)).toEqual([]);
}

test('an admin adds destinations of alerts and sends a test', async ({ page }) => {
  await signIn(page, stage.url, 'ada@status.example');
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill('Duty phone');
  await page.getByLabel('Channel').selectOption('E-mail');
  await page.getByLabel('Address', { exact: true }).fill(DUTY);
  await page.getByRole('button', { name: 'Add recipient' }).click();
  await expect(page.getByText('Recipient added.')).toBeVisible();
  await page.getByRole('button', { name: 'Send test alert to Duty phone' }).click();
  await expect(page.getByText('Test alert delivered.')).toBeVisible();
  await expect.poll(() => mails(/This is a test alert/).then((all) => all.length)).toBe(1);

  await page.getByLabel('Name', { exact: true }).fill('Chat');
  await page.getByLabel('Channel').selectOption('Slack (incoming webhook)');
  await page.getByLabel('Address', { exact: true }).fill('https://127.0.0.1/services/T0/B0/abcdefghijklmnopqrst');
  await page.getByRole('button', { name: 'Add recipient' }).click();
  await expect(page.getByText('https://127.0.0.1/…qrst')).toBeVisible();
  expect(await page.content()).not.toContain('abcdefghijklmnop');
  await page.getByRole('button', { name: 'Send test alert to Chat' }).click();
  await expect(page.getByText('Test alert not delivered: the address is not allowed')).toBeVisible();
  await readsWell(page);
  await page.setViewportSize(PHONE);
  await picture(page, 'pages/console-alerts-set-390-light');
  await readsWell(page);
  await stage.place.query(
    "UPDATE alert_destination SET stopped_at = now(), stopped_because = 'gone' WHERE name = 'Chat'",
  );
  await page.reload();
  await expect(page.getByText('Deliveries stopped: the receiver reports')).toBeVisible();
  await readsWell(page);
  await page.getByRole('button', { name: 'Resume deliveries to Chat' }).click();
  await expect(page.getByRole('button', { name: 'Send test alert to Chat' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove Chat' }).click();
  await expect(page.getByText('https://127.0.0.1/…qrst')).toBeHidden();
});

test('an alert links to its incident, through sign-in if needed, and is not repeated once acknowledged', async ({
  page,
}) => {
  const serving = new RegExp(`^\\[Service status\\] Serving has been down since ${MOMENT}\\.$`);
  await expect.poll(() => mails(serving).then((all) => all.length)).toBe(1);
  await expect.poll(() => mails(/Analytics has been down/).then((all) => all.length)).toBe(1);
  const [mail] = await mails(serving);
  const link = linkIn(mail?.text ?? '');
  expect(link).toMatch(new RegExp(`^${stage.url}/console/incidents/[a-z0-9]{12}$`));

  await page.setViewportSize(PHONE);
  await signIn(page, stage.url, 'cory@status.example');
  await picture(page, 'pages/console-alerts-overview-390-light');
  await readsWell(page);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await page.goto(link);
  await sendPassword(page, 'cory@status.example');
  await expect(page).toHaveURL(link);
  await expect(page.getByRole('heading', { level: 1, name: /^Serving (and Analytics )?down/ })).toBeVisible();
  await picture(page, 'pages/console-alerts-incident-390-light');
  await page.getByRole('button', { name: /^Acknowledge: Serving has been down/ }).click();
  await expect(page.getByText(/Acknowledged by Cory Communicator at/)).toBeVisible();
  await readsWell(page);

  await letTimePass();
  await expect.poll(() => mails(/Reminder: Analytics has been down/).then((all) => all.length)).toBe(1);
  expect(await mails(/Serving has been down/)).toHaveLength(1);
  await page.goto(`${stage.url}/console`);
  await page.getByRole('button', { name: /^Acknowledge: Analytics has been down/ }).click();
  await expect(page.getByText(/Acknowledged by Cory Communicator at/)).toHaveCount(2);
});
