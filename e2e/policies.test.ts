import { expect, type Page, test } from '@playwright/test';
import { axeFindings, picture, sidewaysOverflow } from './page.ts';
import { expectInteractive, plantStaff, signIn } from './staff.ts';
import { useStage } from './stage.ts';

test.describe.configure({ mode: 'serial' });

const stage = useStage({
  phases: [
    { agoS: 600, mood: {} },
    { agoS: 400, mood: { serving: { down: 6 } } },
    { agoS: 200, mood: {} },
  ],
});
const rules = () => `${stage.url}/console/components/serving`;

test.beforeAll(() => plantStaff(stage.place, 'Ed Editor', 'editor'));

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

async function downSeconds(): Promise<number> {
  const to = new Date().toISOString();
  const answer = await fetch(
    `${stage.url}/api/v1/components/serving/uptime?from=${new Date(stage.stagedAt - 600_000).toISOString()}&to=${to}`,
  );
  return (await answer.json()).downMs / 1_000;
}

test('the name and target of a component are saved and confirmed', async ({ page }) => {
  await signIn(page, stage.url, 'ed@status.example');
  await page.getByRole('link', { name: 'Components' }).click();
  await page.getByRole('link', { name: 'Analytics' }).click();
  await fill(page, { 'SLA target (%)': '100' });
  await page.getByRole('button', { name: 'Save name and target' }).click();
  await expect(page.getByText('SLA target (%): must be a percentage from 0 to 99.9999.')).toBeVisible();
  await fill(page, { 'SLA target (%)': '99,900' });
  await page.getByRole('button', { name: 'Save name and target' }).click();
  await expect(page.getByText('“99,900” is ambiguous. Enter 99900 or 99.900.')).toBeVisible();
  await fill(page, { Description: 'Reports for partners', 'SLA target (%)': '99.9' });
  await page.getByRole('button', { name: 'Save name and target' }).click();
  await expect(page.getByText('changes published SLA results. Give a reason.')).toBeVisible();
  await fill(page, { 'Reason for target change': 'The contract says so.' });
  await page.getByRole('button', { name: 'Save name and target' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await page.getByLabel('Publish confirmed outages').selectOption('held');
  await page.getByRole('button', { name: 'Save incident automation' }).click();
  await expect(page).toHaveURL(/saved=incidents/);
  await page.getByRole('link', { name: 'All components' }).click();
  await expect(page.getByRole('row', { name: /Analytics/ })).toContainText(/99\.9 %.*Publishes after a hold/);
});

test('a component is added, and a catalogue file shows its changes before it is applied', async ({ page }) => {
  await signIn(page, stage.url, 'ed@status.example');
  await page.goto(`${stage.url}/console/components`);
  await fill(page, { Slug: 'billing', Name: 'Billing', 'SLA target (%)': '99.5' });
  await page.getByRole('button', { name: 'Add component' }).click();
  await expect(
    page.getByRole('status').filter({ hasText: 'Component added. The default policy applies' }),
  ).toBeVisible();
  await page.goto(`${stage.url}/console/catalog`);
  await expectInteractive(page);
  const text = await page.getByLabel('Catalogue', { exact: true }).inputValue();
  await fill(page, {
    Catalogue: text.replace('name: Billing', 'name: Invoices').replace('target: 99.5', 'target: 100'),
  });
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await expect(page.getByText(/line \d+: components\[2\].target: must be a percentage/)).toBeVisible();
  await fill(page, { Catalogue: text.replace('name: Billing', 'name: Invoices') });
  await page.getByRole('button', { name: 'Preview changes' }).click();
  await expect(page.getByText('~ component billing: name Billing -> Invoices')).toBeVisible();
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await picture(page, `pages/console-catalog-${width}-light`);
    expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
  }
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Apply changes' }).click();
  await expect(page.getByText('Changes applied.')).toBeVisible();
  await page.goto(`${stage.url}/console/components`);
  await expect(page.getByRole('row', { name: /Invoices/ })).toContainText('99.5 %');
});

test('the effect of a policy is previewed, and is the same after saving', async ({ page }) => {
  await signIn(page, stage.url, 'ed@status.example');
  await expect.poll(downSeconds).toBeGreaterThan(150);
  await page.goto(rules());
  const from = new Date(stage.stagedAt - 590_000).toISOString();
  await fill(page, { 'Confirm outage after (seconds)': '600', 'Instance is silent after (seconds)': '2' });
  await page.getByRole('button', { name: 'Preview effect' }).click();
  const effect = page.getByRole('region', { name: 'Effect on figures' });
  await expect(effect).toContainText('Past figures do not change.');
  await expect(page.getByText(/at least three reporting intervals.*agents-e2e reports every/)).toBeVisible();
  await fill(page, { 'Instance is silent after (seconds)': '30', 'In force from': from });
  await page.getByRole('button', { name: 'Preview effect' }).click();
  await expect(effect).toContainText('Figures are re-evaluated from');
  await expect(effect.getByRole('row', { name: /^Downtime/ }).first()).toHaveText(/^Downtime3\smin.*none$/);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await picture(page, `pages/console-policy-preview-${width}-${colorScheme}`);
      expect(await sidewaysOverflow(page)).toBeLessThanOrEqual(0);
    }
  }
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByText('is backdated and changes published figures. Give a reason.')).toBeVisible();
  await fill(page, { Reason: 'The rules were agreed on then.' });
  await page.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByText('Version 2 saved. Figures since its start')).toBeVisible();
  await expect(page.getByText('Re-evaluation in progress')).toHaveCount(0);
  await expect.poll(downSeconds).toBe(0);
  await expect(page.getByText('Next version: 3.')).toBeVisible();
});

test('a component is archived without JavaScript, but not while an open incident affects it', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const token = await stage.place.command('token', 'create', '--scope', 'incidents:write', '--name', 'desk');
  const headers = { authorization: `Bearer ${token}` };
  const body = {
    title: 'Analytics is late',
    body: 'Reports are late. We are working on it.',
    affected: [{ component: 'analytics', status: 'degraded_performance' }],
  };
  const { incident } = await (
    await page.request.post(`${stage.url}/api/v1/incidents`, {
      headers: { ...headers, 'idempotency-key': '1' },
      data: body,
    })
  ).json();
  await signIn(page, stage.url, 'ed@status.example');
  await page.goto(`${stage.url}/console/components/analytics`);
  await page.getByLabel('Archived').check();
  await page.getByRole('button', { name: 'Save name and target' }).click();
  await expect(page.getByText('must not be archived while an open incident affects it')).toBeVisible();
  const resolution = { headers: { ...headers, 'idempotency-key': '2' }, data: { body: 'Reports are on time again.' } };
  expect((await page.request.post(`${stage.url}/api/v1/incidents/${incident}/resolution`, resolution)).ok()).toBe(true);
  await page.goto(`${stage.url}/console/components/analytics`);
  await page.getByLabel('Archived').check();
  await page.getByRole('button', { name: 'Save name and target' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  await expect(page.getByLabel('Archived')).toBeChecked();
  await page.goto(`${stage.url}/console/components`);
  await expect(page.getByRole('row').last()).toContainText(/Analytics.*Archived/);
  await expect
    .poll(async () => (await page.request.get(stage.url)).text())
    .not.toContain('href="/components/analytics"');
  const archived = 'This component is no longer on the status page.';
  await expect
    .poll(async () => (await page.request.get(`${stage.url}/components/analytics`)).text())
    .toContain(archived);
  const answer = await page.goto(`${stage.url}/components/analytics`);
  expect(answer?.status()).toBe(200);
  await expect(page.locator('main')).toContainText(archived);
  await expect(page.locator('h1')).toHaveText('Analytics is archived');
  await expect(page.getByRole('link', { name: 'Uptime by month and year' })).toHaveAttribute(
    'href',
    '/uptime#analytics',
  );
  await context.close();
});
