import { expect, test } from '@playwright/test';
import { plantStaff, signIn } from './staff.ts';
import { useStage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

const stage = useStage({
  phases: [
    { agoS: 300, mood: {} },
    { agoS: 120, mood: { serving: { down: 6 } } },
  ],
});

test.beforeAll(() => plantStaff(stage.place, 'Ada Admin', 'admin'));

/** Returns the incident that monitoring opened automatically. */
async function automaticIncident(): Promise<string> {
  const find = async () =>
    (await (await fetch(`${stage.url}/api/v2/incidents/unresolved.json`)).json()).incidents[0]?.id;
  await expect.poll(find).toBeTruthy();
  return find();
}

test('an update is undone before its notifications are sent, and readers see nothing of it', async ({ page }) => {
  await signIn(page, stage.url, 'ada@status.example');
  const id = await automaticIncident();
  await page.goto(`${stage.url}/console/incidents/${id}`);
  await page.getByLabel('Message', { exact: true }).fill('Serving of another partner is down since 13:20 UTC.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.waitForURL(/published=/);
  await stage.place.query("UPDATE event SET due_at = due_at + interval '1 h' WHERE undo IS NOT NULL"); // a slow machine has time to undo
  await page.reload();
  const published = async () => (await page.request.get(`${stage.url}/incidents/${id}`)).text();
  await expect.poll(published).toContain('Serving of another partner');
  await expect(page.getByText('Notifications are sent at')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('Update undone.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect.poll(published).not.toContain('another partner');
});

test('the home page during an outage has a form to subscribe, which says what is wrong with an address', async ({
  browser,
}) => {
  const reader = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await reader.goto(stage.url);
  const form = reader.getByRole('region', { name: 'Get updates without watching this page' });
  await form.getByLabel('E-mail address').fill('ops@partner,example');
  await form.locator('form').evaluate((one: HTMLFormElement) => (one.noValidate = true));
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await expect(form.getByRole('alert')).toHaveText('Enter one e-mail address, for example ops@partner.example.');
  await form.getByLabel('E-mail address').fill('ops@partner.example');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await expect(reader.getByRole('heading', { name: 'Check your e-mail' })).toBeVisible();
  await reader.context().close();
});
