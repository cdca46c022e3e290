import { type Cookie, expect, type Locator, test } from '@playwright/test';
import { axeFindings, MOMENT, picture } from './page.ts';
import {
  type Authenticator,
  expectInteractive,
  plantStaff,
  setUpSecondFactor,
  signIn,
  signInWithCode,
} from './staff.ts';
import { useStage } from './stage.ts';

const DOWN = { serving: { down: 6 } };
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 900 };
/** The most interactions from the link of an alert to the first update. */
const INTERACTIONS_MAX = 3;

test.describe.configure({ mode: 'serial' });

const stage = useStage({
  phases: [
    { agoS: 300, mood: {} },
    { agoS: 120, mood: DOWN },
  ],
});
let app: Authenticator;
/** Signed in with a code. Another code is accepted only half a minute later. */
let session: Cookie[] = [];

test.beforeAll(async ({ browser }) => {
  await plantStaff(stage.place, 'Cory Communicator', 'communicator');
  await plantStaff(stage.place, 'Ed Editor', 'editor');
  await plantStaff(stage.place, 'Ada Admin', 'admin');
  const page = await browser.newPage();
  await signIn(page, stage.url, 'cory@status.example');
  ({ app } = await setUpSecondFactor(page, stage.url));
  await page.close();
});

/** Returns the incident that monitoring opened automatically. */
async function automaticIncident(): Promise<string> {
  const find = async () =>
    (await (await fetch(`${stage.url}/api/v2/incidents/unresolved.json`)).json()).incidents[0]?.id;
  await expect.poll(find).toBeTruthy();
  return find();
}

test('the first update is published on a phone in two taps, and readers who load the page see it at once', async ({
  page,
  browser,
}) => {
  await page.setViewportSize(PHONE);
  const noise: string[] = [];
  page.on('console', (message) => noise.push(message.text()));
  page.on('pageerror', (error) => noise.push(String(error)));
  await signInWithCode(page, stage.url, 'cory@status.example', app);
  session = await page.context().cookies();
  const reader = await browser.newPage();
  await reader.goto(stage.url);
  const id = await automaticIncident();
  await page.goto(`${stage.url}/console/incidents/${id}`);
  await picture(page, 'pages/console-incident-390-light');
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);

  let interactions = 0;
  const tap = async (target: Locator) => {
    interactions++;
    await target.click();
  };
  await tap(page.getByRole('link', { name: 'Investigating' }));
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(
    new RegExp(
      `Serving: Major outage. This started at ${MOMENT}, and we are investigating the cause.*Next update by \\{\\{next_update\\}\\}`,
    ),
  );
  await expect(page.getByText('Looks good')).toBeVisible();
  await tap(page.getByRole('button', { name: 'Publish' }));
  await expect(page.getByRole('status').filter({ hasText: 'Published: Investigating.' })).toBeVisible();
  expect(interactions).toBeLessThanOrEqual(INTERACTIONS_MAX);

  await reader.reload();
  await expect(reader.locator('main')).toContainText("You don't need to change anything on your side");
  await expect(reader.locator('main')).toContainText(new RegExp(`Next update by ${MOMENT}`));
  await expect(reader.locator('main')).toContainText(/Next update by.*Next update by/s); // in the text and as a line
  await reader.goto(`${stage.url}/incidents/${id}`);
  const questions = reader.getByRole('region', { name: 'Current situation' });
  await expect(questions).toContainText(
    /What is affected.*Serving Major outage.*What you can do.*See the update from \d\d:\d\d.*Does this count towards the SLA\?.*Yes\./s,
  );
  await expect(reader.locator('#_headline')).toContainText(/Next update by \d\d:\d\d/);
  expect(await axeFindings(reader)).toEqual([]);
  await expect(page.getByText(/Next update by .* \(in \d+\smin/)).toBeVisible();
  await reader.goto(`${stage.url}/console/incidents/${id}`);
  await reader.waitForURL(/\/sign-in\?to=/); // readers have no access
  await page.getByRole('link', { name: 'View public page' }).click();
  await page.waitForURL(`**/incidents/${id}`);
  await page.goBack();
  await page.waitForURL(`**/console/incidents/${id}?published=*`);
  expect(await axeFindings(page)).toEqual([]);
  expect(noise).toEqual([]);
  await reader.close();
});

test('an update is previewed for page, mail and webhook, and published by keyboard only', async ({ page }) => {
  await page.setViewportSize(DESK);
  await page.context().addCookies(session);
  const id = await automaticIncident();
  await page.goto(`${stage.url}/console/incidents/${id}`);
  const reach = async (target: Locator) => {
    for (let i = 0; i < 80; i++) {
      if (await target.evaluate((one) => one === document.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('The target cannot be reached by keyboard.');
  };
  const text = page.getByLabel('Message', { exact: true });
  await expectInteractive(page);
  await reach(text);
  await page.keyboard.type('Serving has been down since 13:20 for some users, see srv-0012.');
  for (const advice of ['“13:20” has no time zone.', '“some users” is vague.', '“srv-0012” looks like a host name.'])
    await expect(page.getByText(advice)).toBeVisible();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('**Serving** is down for 60 % of requests since 13:20 UTC. No action is needed.');
  await reach(page.getByRole('button', { name: 'Preview' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Page', exact: true }).locator('strong')).toHaveText('Serving');
  await expect(page.getByRole('region', { name: 'E-mail', exact: true })).toContainText('[Service status] Serving');
  await expect(page.getByRole('region', { name: 'Webhook', exact: true })).toContainText('"type": "incident.updated"');
  await expect(page.getByText('0 people and 0 webhooks will be notified.')).toBeVisible();
  await expect(text).toHaveValue(/60 % of requests/);
  await picture(page, 'pages/console-preview-1280-light');
  expect(await axeFindings(page)).toEqual([]);
  await reach(page.getByRole('button', { name: 'Publish' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Published' })).toBeVisible();
  await page.getByText('60 % of requests').first().waitFor();
});

test('keyboard shortcuts are listed, do nothing while typing, and can be switched off', async ({ page }) => {
  await page.setViewportSize(DESK);
  await signIn(page, stage.url, 'ed@status.example');
  /** Presses keys in order, without waiting for the page between two: on a busy machine it may take longer than a sequence may. */
  const press = async (...keys: string[]) => void (await Promise.all(keys.map((key) => page.keyboard.press(key))));
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  /** Waits for the button that is shown once the page handles keys. */
  const listening = async (address?: string) => {
    if (address) await page.waitForURL(address);
    await expect(page.getByRole('button', { name: 'Keyboard shortcuts (?)' })).toBeVisible();
  };
  await listening();
  await press('?');
  await expect(sheet.getByText('New incident')).toBeVisible();
  await picture(page, 'pages/console-keys-1280-light');
  expect(await axeFindings(page)).toEqual([]);
  await press('n'); // has no effect while the dialog is open
  await press('Escape');
  await expect(sheet).toBeHidden();
  await press('g', 'i');
  await listening('**/console/incidents');
  await press('g', 'o');
  await listening('**/console');
  await press('n');
  await listening('**/console/incidents/new');
  const title = page.getByLabel('Title');
  await title.fill('');
  await title.press('n');
  await press('g', 'o', '?');
  await expect(title).toHaveValue('ngo?');
  await expect(sheet).toBeHidden();

  const id = await automaticIncident();
  await page.goto(`${stage.url}/console/incidents/${id}`);
  await listening();
  await press('c');
  const text = page.getByLabel('Message', { exact: true });
  await expect(text).toBeFocused();
  await page.keyboard.type('Serving is down for 58 % of requests since 13:20 UTC. No action is needed.');
  await press('ControlOrMeta+Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Published' })).toBeVisible();
  await expect(page.getByText('58 % of requests').first()).toBeVisible();
  await listening('**published=*');

  await press('?');
  await sheet.getByLabel(/Enable single-key shortcuts/).uncheck();
  await sheet.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await listening();
  await press('c');
  await expect(text).not.toBeFocused();
});

test('the second of two people who edit one update sees the difference and keeps their text', async ({
  page,
  browser,
}) => {
  const ada = page;
  const ed = await (await browser.newContext()).newPage();
  await signIn(ada, stage.url, 'ada@status.example');
  await signIn(ed, stage.url, 'ed@status.example');
  const id = await automaticIncident();
  await ada.goto(`${stage.url}/console/incidents/${id}`);
  const href = (await ada.getByRole('link', { name: 'Edit or retract' }).first().getAttribute('href')) ?? '';
  for (const one of [ada, ed]) {
    await one.goto(`${stage.url}${href}`);
    await expectInteractive(one);
  }
  await ada
    .getByLabel('Message', { exact: true })
    .fill('Serving is down for 55 % of requests since 13:20 UTC. No action is needed.');
  await ada.getByRole('button', { name: 'Save changes' }).click();
  await expect(ada.getByText('Saved. The update is marked as edited.')).toBeVisible();
  const mine = 'Serving is down for 60 % of requests since 13:21 UTC. No action is needed.';
  await ed.getByLabel('Message', { exact: true }).fill(mine);
  await ed.getByRole('button', { name: 'Save changes' }).click();
  await expect(ed.getByText('Someone else changed this text')).toBeVisible();
  await expect(ed.getByRole('region', { name: 'Their version' })).toContainText('55 %');
  await expect(ed.getByRole('region', { name: 'Your changes' }).locator('ins').first()).toHaveText(/60/);
  await expect(ed.getByLabel('Message', { exact: true })).toHaveValue(mine);
  expect(await axeFindings(ed)).toEqual([]);
  await ed.getByRole('button', { name: 'Save changes' }).click();
  await expect(ed.getByText('Saved. The update is marked as edited.')).toBeVisible();
  await expect(ed.locator('ol').last().getByRole('listitem')).toHaveCount(3);
  await ed.context().close();
});

test('the page of an incident shows the updates of others and keeps unsaved text', async ({ page, browser }) => {
  const ed = await (await browser.newContext()).newPage();
  await signIn(page, stage.url, 'ada@status.example');
  await signIn(ed, stage.url, 'ed@status.example');
  const address = `${stage.url}/console/incidents/${await automaticIncident()}`;
  await page.goto(address);
  await expectInteractive(page);
  await page.getByLabel('Message', { exact: true }).fill('Half a sentence that');
  await ed.goto(address);
  await ed.getByLabel('Internal note').fill('The network team has been called.');
  await ed.getByRole('button', { name: 'Add note' }).click();
  await expect(ed.locator('ol').last()).toContainText('The network team has been called.');
  await expect(page.locator('ol').last()).toContainText('The network team has been called.');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Half a sentence that');
  await expect(page.getByText('Updates automatically. Last updated')).toBeVisible();
  await ed.context().close();
});

test('the overview shows that its connection is lost', async ({ page }) => {
  await page.clock.install();
  await signIn(page, stage.url, 'ada@status.example');
  await page.goto(`${stage.url}/console`);
  await expect(page.getByText('Updates automatically. Last updated')).toBeVisible();
  await page.context().setOffline(true);
  await passes(60_000, 'Connection lost. Showing data from');
  await page.context().setOffline(false);
  await passes(5_000, 'Updates automatically. Last updated');

  /** A late response may still arrive, so the clock runs until the page shows the text. */
  async function passes(ms: number, words: string): Promise<void> {
    await expect(async () => {
      await page.clock.runFor(ms);
      await expect(page.getByText(words)).toBeVisible({ timeout: 2_000 });
    }).toPass();
  }
});

test('an incident is linked to another by its address, shown to readers, and unlinked by keyboard', async ({
  page,
}) => {
  const token = await stage.place.command('token', 'create', '--scope', 'incidents:backfill', '--name', 'past');
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const past = {
    title: 'The same rack, last week',
    startedAt: ago(200),
    updates: [{ state: 'resolved', body: 'Over.', occurredAt: ago(199) }],
  };
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const entered = await fetch(`${stage.url}/api/v1/incidents/past`, {
    method: 'POST',
    headers,
    body: JSON.stringify(past),
  });
  const other = `${stage.url}/incidents/${(await entered.json()).incident}`;
  await page.setViewportSize(PHONE);
  await signIn(page, stage.url, 'ed@status.example');
  const id = await automaticIncident();
  await page.goto(`${stage.url}/console/incidents/${id}`);
  const link = async () => {
    await page.getByLabel('Incident to link').fill(other);
    await page.keyboard.press('Enter');
    await expect(
      page.getByRole('region', { name: 'Related incidents' }).getByRole('link', { name: past.title }),
    ).toBeVisible();
  };
  await link();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: `Remove link to ${past.title}` }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No related incidents yet.')).toBeVisible();
  await link();
  await page.goto(other);
  await page.getByRole('link', { name: /^Related: Serving (partly )?down/ }).click();
  await page.waitForURL(`**/incidents/${id}`);
  await picture(page, 'pages/incident-related-390-light');
  expect(await axeFindings(page)).toEqual([]);
});

test('where approval is required, one person saves an update and another publishes it unchanged', async ({
  page,
  browser,
}) => {
  await signIn(page, stage.url, 'ada@status.example');
  await page.goto(`${stage.url}/console/components/serving`);
  const form = page.locator('form', { has: page.getByLabel('Approval required for public updates') });
  await form.getByLabel('Approval required for public updates').selectOption('major');
  await form.getByRole('button', { name: 'Save incident automation' }).click();
  await page.waitForURL('**?saved=incidents');
  const id = await automaticIncident();
  const ed = await (await browser.newContext({ viewport: PHONE })).newPage();
  await signIn(ed, stage.url, 'ed@status.example');
  await ed.goto(`${stage.url}/console/incidents/${id}`);
  await expectInteractive(ed);
  await ed.getByLabel('Message', { exact: true }).fill('Two of us have **read** this.');
  await ed.getByRole('button', { name: 'Publish' }).click();
  await expect(ed.getByText('Approval required. Save this as a draft')).toBeVisible();
  await ed.getByRole('button', { name: 'Save for approval' }).click();
  await expect(ed.getByText('You can’t approve your own update.')).toBeVisible();
  await picture(ed, 'pages/console-approval-390-light');
  expect(await axeFindings(ed)).toEqual([]);

  await page.goto(`${stage.url}/console`);
  await expect(page.getByRole('region', { name: 'Needs attention' })).toContainText('update awaiting approval since');
  await page.goto(`${stage.url}/console/incidents/${id}`);
  const waiting = page.getByRole('region', { name: 'Awaiting approval' });
  await expect(waiting).toContainText(/Draft by Ed Editor.*Two of us have read this\./s);
  await picture(page, 'pages/console-approval-1280-light');
  expect(await axeFindings(page)).toEqual([]);
  await waiting.getByRole('button', { name: 'Approve and publish' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Published' })).toBeVisible();
  await ed.goto(`${stage.url}/incidents/${id}`);
  await expect(ed.locator('main')).toContainText('Two of us have read this.');
  await page.goto(`${stage.url}/console/components/serving`);
  await form.getByLabel('Approval required for public updates').selectOption('none');
  await form.getByRole('button', { name: 'Save incident automation' }).click();
  await page.waitForURL('**?saved=incidents');
  await ed.context().close();
});

test('every console page about incidents is accessible, and the list can be searched', async ({ page }) => {
  await signIn(page, stage.url, 'ed@status.example');
  const id = await automaticIncident();
  const paths = [
    '/console',
    '/console/incidents',
    '/console/incidents?q=problem&state=open',
    '/console/incidents/new',
    '/console/incidents/past',
    '/console/templates',
    `/console/incidents/${id}`,
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const path of paths) {
      await page.goto(`${stage.url}${path}`);
      for (const size of [DESK, PHONE]) {
        await page.setViewportSize(size);
        await picture(
          page,
          `pages${path.replace(/\?.*/, '-search').replace(id, 'one').replaceAll('/', '-').replace(/^-/, '/')}-${size.width}-${colorScheme}`,
        );
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
          `${path} at ${size.width}`,
        ).toBeLessThanOrEqual(0);
      }
      expect(await axeFindings(page, colorScheme), path).toEqual([]);
    }
  }
  await page.goto(`${stage.url}/console/incidents?q=60%20%25%20of%20requests`);
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('resolving while probes fail needs a reason, which is in the audit log', async ({ page }) => {
  await signIn(page, stage.url, 'ed@status.example');
  const id = await automaticIncident();
  await page.goto(`${stage.url}/console/incidents/${id}?template=${encodeURIComponent('Resolved')}`);
  await expect(page.getByText('Monitoring shows an outage of')).toBeVisible(); // before anything is sent
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('is required, because monitoring shows an outage of Serving')).toBeVisible();
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue(/is resolved/);
  await page.locator('#composer #reason').fill('The probes of this fleet are being moved.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Published: Resolved.' })).toBeVisible();
  const audited = await stage.place.query(
    "SELECT reason FROM audit_log WHERE reason LIKE 'The probes of this fleet%'",
    [],
  );
  expect(JSON.stringify(audited)).toContain('being moved');
});
