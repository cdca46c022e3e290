import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startAlertmanager } from './alertmanager.ts';
import { createPlace, type Place } from './candor.ts';
import { needAlertmanager } from './need-alertmanager.ts';
import { expectHeadline } from './page.ts';

const HOUR_MS = 3_600_000;
const AGO_MS = 90_000;
const BILLING = { alertname: 'BillingBroken', component: 'billing', instance: 'bill-1', severity: 'critical' };
const CATALOG = `
components:
  - { slug: serving, name: Serving, target: 99.9 }
  - { slug: analytics, name: Analytics, target: 99.95 }
  - { slug: billing, name: Billing, target: 99.5, incidents: { publish: never }, policies: [{ version: 1, confirmForSeconds: 1, recoverForSeconds: 1 }] }
sources:
  - { name: alertmanager, kind: edge }
`;

let place: Place;
let url = '';
let token = '';

async function statusOf(url: string, name: string): Promise<string | undefined> {
  const { components } = await (await fetch(`${url}/api/v2/components.json`)).json();
  return components.find((component: { name: string }) => component.name === name)?.status;
}

async function intervalsOf(url: string, from: number): Promise<{ from: number; status: string }[]> {
  const query = `from=${new Date(from).toISOString()}&to=${new Date(Date.now() + HOUR_MS).toISOString()}`;
  const { intervals } = await (await fetch(`${url}/api/v1/components/billing/intervals?${query}`)).json();
  return intervals.map((interval: { from: string; status: string }) => ({
    from: Date.parse(interval.from),
    status: interval.status,
  }));
}

test.describe('with a server that knows Alertmanager as a source', () => {
  test.beforeAll(async () => {
    needAlertmanager();
    place = await createPlace();
    url = (await place.start()).url;
    const file = path.join(place.dataDir, 'catalog.yaml');
    await writeFile(file, CATALOG);
    expect(await place.command('catalog', 'apply', file)).toContain('+ source alertmanager');
    token = await place.command('token', 'create', '--scope', 'probes:write', '--source', 'alertmanager');
  });
  test.afterAll(() => place?.remove());

  test('an alert of Alertmanager marks a component down from its start to its end', async () => {
    const alertmanager = await startAlertmanager(url, token);
    try {
      const startsAt = Date.now() - AGO_MS;
      await alertmanager.post({ labels: BILLING, startsAt, endsAt: Date.now() + HOUR_MS });
      await expect.poll(() => statusOf(url, 'Billing')).toBe('major_outage');
      expect(await intervalsOf(url, startsAt)).toEqual([{ from: startsAt, status: 'major_outage' }]);
      const endsAt = Date.now();
      await alertmanager.post({ labels: BILLING, startsAt, endsAt });
      await expect.poll(() => statusOf(url, 'Billing')).toBe('operational');
      await expect
        .poll(() => intervalsOf(url, startsAt))
        .toEqual([
          { from: startsAt, status: 'major_outage' },
          { from: endsAt, status: 'operational' },
        ]);
      await expectHeadline(url, () => 'All monitored components are operational');
      expect(alertmanager.log()).not.toMatch(/level=error|notify retry/i);
    } finally {
      await alertmanager.stop();
    }
  });

  test('a mistake in the labels appears in the log of Alertmanager', async () => {
    const alertmanager = await startAlertmanager(url, token);
    try {
      await alertmanager.post({
        labels: { alertname: 'Unlabelled', instance: 'bill-1' },
        startsAt: Date.now() - 1_000,
        endsAt: Date.now() + HOUR_MS,
      });
      await expect.poll(() => alertmanager.log()).toMatch(/unexpected status code 422.*component/s);
    } finally {
      await alertmanager.stop();
    }
  });
});

test('a missing Alertmanager fails the test where it is required, and is not skipped', () => {
  expect(() => needAlertmanager(true, '/missing/alertmanager')).toThrow('prometheus-alertmanager');
});
