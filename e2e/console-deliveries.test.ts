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
  await plantStaff(place, 'Cory Communicator', 'communicator');
  await plantDeliveries();
});
test.afterAll(() => place.remove());

/** Stores an update that 90 people should get: 82 have it, 3 will be tried again, 4 are suppressed, and one mailbox does not exist. */
async function plantDeliveries(): Promise<void> {
  await place.query(`INSERT INTO incident (public_id, title, origin, state, moved_at, started_at, created_at, updated_at, public_at)
    SELECT 'incident0001', 'Serving down after a network failure', 'staff', 'monitoring', t, t, t, t, t FROM (SELECT now() - interval '5 minutes' AS t) x`);
  await place.query(`INSERT INTO subscriber (public_id, channel, address, state, state_at, has_all_components, kinds, created_at, confirmed_at)
    SELECT 'subscriber' || lpad(i::text, 2, '0'), 'email', 'reader@p' || i || '.example', 'active', now(), true, '{opened}', now(), now()
    FROM generate_series(10, 99) i`);
  await place.query(`INSERT INTO suppression (address, reason, created_at)
    SELECT 'reader@p' || i || '.example', CASE i WHEN 20 THEN 'complained' ELSE 'refused' END, '2026-03-01' FROM generate_series(20, 23) i`);
  await place.query(`INSERT INTO event (public_id, kind, incident_id, recipients, notifies, occurred_at, created_at, due_at, position, fanned_out_at,
      outcome, body, delivery_count, sent_count, last_sent_at)
    SELECT 'event0000001', 'updated', id, 'scope', true, created_at, created_at, created_at, 1, created_at, 'fanned_out', '{}', 90, 82,
      created_at + interval '4 minutes' FROM incident`);
  await place.query(`INSERT INTO delivery (lane, event_id, subscriber_id, state, tries, outcome, answer, due_at, created_at, settled_at)
    SELECT 'mail_retry', e.id, s.id, r.state, CASE r.state WHEN 'suppressed' THEN 0 ELSE 1 END, r.outcome, r.answer,
      e.created_at + CASE r.state WHEN 'due' THEN interval '10 hours' ELSE interval '0' END, e.created_at,
      CASE WHEN r.state <> 'due' THEN e.created_at + interval '9 seconds' END
    FROM event e, (SELECT *, right(public_id, 2)::int AS i FROM subscriber) s
    CROSS JOIN LATERAL (SELECT CASE WHEN i < 20 THEN NULL WHEN i < 24 THEN 'suppressed' WHEN i < 27 THEN 'due' WHEN i = 27 THEN 'dead' END AS named) n
    CROSS JOIN LATERAL (SELECT COALESCE(n.named, 'sent') AS state, CASE n.named WHEN 'suppressed' THEN 'suppressed' WHEN 'due' THEN 'throttled'
      WHEN 'dead' THEN 'refused' ELSE 'sent' END AS outcome, CASE n.named WHEN 'due' THEN '451 later' WHEN 'dead' THEN '550 unknown' END AS answer) r`);
}

test('the results of an update follow the deliveries, and lead to those that were not sent', async ({ page }) => {
  await signIn(page, url, 'ada@status.example');
  await page.goto(`${url}/console/deliveries`);
  const deferred = page.locator('dt', { hasText: 'Deferred' }).locator('xpath=following-sibling::dd[1]');
  await expect(deferred).toHaveText('3');
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, 'pages/console-deliveries-1280-light');
  await place.query(
    `UPDATE delivery SET state = 'sent', outcome = 'sent', settled_at = now() WHERE id = (SELECT min(id) FROM delivery WHERE state = 'due')`,
  );
  await place.query(`UPDATE event SET sent_count = sent_count + 1`);
  await expect(deferred).toHaveText('2', { timeout: 60_000 });

  await page.getByRole('link', { name: 'View deliveries: Address is suppressed' }).click();
  const listed = page.getByRole('listitem').filter({ hasText: 'Suppressed since' });
  await expect(listed).toHaveCount(4);
  await expect(listed.first()).toContainText('p20.example');
  await expect(listed.first()).toContainText('marked as spam');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await picture(page, `pages/console-deliveries-390-${colorScheme}`);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await axeFindings(page)).toEqual([]);
    await picture(page, `pages/console-deliveries-view-1280-${colorScheme}`);
  }

  await page.getByRole('link', { name: 'Correct address: Mailbox does not exist (550)' }).click();
  await expect(page.getByText('reader@p27.example', { exact: true })).toBeVisible();
});

test('people who may not see addresses can retry instead of correcting one', async ({ page }) => {
  await signIn(page, url, 'cory@status.example');
  await page.goto(`${url}/console/deliveries`);
  await expect(page.getByRole('button', { name: 'Retry now: Mailbox does not exist (550)' })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Correct address/ })).toHaveCount(0);
});
