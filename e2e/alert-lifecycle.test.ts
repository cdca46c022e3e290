import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startAlertmanager } from './alertmanager.ts';
import { createPlace, type Place } from './candor.ts';
import { needAlertmanager } from './need-alertmanager.ts';

const HOUR_MS = 3_600_000;
/** Several seconds longer than the slowest repetition below, so that a busy machine is not taken for a silence. */
const REPEAT_WITHIN_MS = 10_000;
/** The longest time until the record shows that Alertmanager stopped sending: a last notification, repeatWithin, and an evaluation. */
const BOUND_MS = REPEAT_WITHIN_MS + 5_000;
const SLUGS = ['flapping', 'silenced', 'truncated'];
const RULES = 'incidents: { publish: never }, policies: [{ version: 1, confirmForSeconds: 0, recoverForSeconds: 0 }]';
const CATALOG = `
components:
${SLUGS.map((slug) => `  - { slug: ${slug}, name: ${slug}, target: 99.5, ${RULES} }`).join('\n')}
sources:
${SLUGS.map((slug) => `  - { name: am-${slug}, kind: edge, repeatWithinSeconds: ${REPEAT_WITHIN_MS / 1_000} }`).join('\n')}
`;

let place: Place;
let url: string;
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  needAlertmanager();
  place = await createPlace();
  url = (await place.start()).url;
  const file = path.join(place.dataDir, 'catalog.yaml');
  await writeFile(file, CATALOG);
  await place.command('catalog', 'apply', file);
});
test.afterAll(() => place?.remove());

async function intervalsOf(slug: string, from: number): Promise<{ from: number; status: string }[]> {
  const query = `from=${new Date(from).toISOString()}&to=${new Date(Date.now() + HOUR_MS).toISOString()}`;
  const { intervals } = await (await fetch(`${url}/api/v1/components/${slug}/intervals?${query}`)).json();
  return intervals.map((interval: { from: string; status: string }) => ({
    from: Date.parse(interval.from),
    status: interval.status,
  }));
}

/** Starts Alertmanager with its own source. `post` sends alerts about instances of the component named after the test. */
async function startFor(slug: string, route: Parameters<typeof startAlertmanager>[2]) {
  const token = await place.command('token', 'create', '--scope', 'probes:write', '--source', `am-${slug}`);
  const alertmanager = await startAlertmanager(url, token, route);
  const begun = Date.now() - 60_000;
  const alert = (instance: string, startsAt: number, endsAt = Date.now() + HOUR_MS) => ({
    labels: { alertname: 'Broken', component: slug, instance, severity: 'critical' },
    startsAt,
    endsAt,
  });
  return {
    ...alertmanager,
    alert,
    fire: (...about: Parameters<typeof alert>) => alertmanager.post(alert(...about)),
    /** Waits until the last interval has this status, and returns it. */
    async became(status: string): Promise<{ from: number; status: string } | undefined> {
      await expect.poll(async () => (await intervalsOf(slug, begun)).at(-1)?.status).toBe(status);
      return (await intervalsOf(slug, begun)).at(-1);
    },
  };
}

test('an alert that flaps within the group interval is resolved from its last end', async () => {
  const alertmanager = await startFor('flapping', { groupInterval: '3s', repeatInterval: '3s' });
  try {
    const startsAt = Date.now() - 20_000;
    await alertmanager.fire('i', startsAt);
    expect(await alertmanager.became('major_outage')).toEqual({ from: startsAt, status: 'major_outage' });
    const endsAt = Date.now();
    const again = endsAt - 10;
    const { alert } = alertmanager;
    // In one request: a notification between two of them would report the first end, and the second firing would never be notified.
    await alertmanager.post(alert('i', startsAt, again - 10), alert('i', again), alert('i', again, endsAt));
    expect(await alertmanager.became('operational')).toEqual({ from: endsAt, status: 'operational' });
  } finally {
    await alertmanager.stop();
  }
});

test('a firing alert that is silenced is unknown within the bound, and down if it still fires after the silence', async () => {
  const alertmanager = await startFor('silenced', { groupInterval: '500ms', repeatInterval: '1s' });
  try {
    const startsAt = Date.now();
    await alertmanager.fire('i', startsAt);
    await alertmanager.became('major_outage');
    const silence = await alertmanager.silence('component', 'silenced');
    const silencedAt = Date.now();
    const unknown = await alertmanager.became('unknown');
    expect(unknown?.from).toBeLessThan(silencedAt + BOUND_MS);
    await alertmanager.fire('i', startsAt, Date.now());
    await alertmanager.expire(silence);
    const again = Date.now();
    await alertmanager.fire('i', again);
    expect(await alertmanager.became('major_outage')).toEqual({ from: again, status: 'major_outage' });
  } finally {
    await alertmanager.stop();
  }
});

test('an alert whose end was dropped by max_alerts is down no longer than the bound', async () => {
  const alertmanager = await startFor('truncated', { groupInterval: '500ms', repeatInterval: '1s', maxAlerts: 1 });
  try {
    const startsAt = Date.now();
    await alertmanager.fire('b', startsAt);
    await alertmanager.became('major_outage');
    await alertmanager.fire('a', startsAt);
    await alertmanager.fire('b', startsAt, Date.now());
    const endedAt = Date.now();
    await alertmanager.fire('a', startsAt, endedAt);
    const operational = await alertmanager.became('operational');
    expect(operational?.from).toBeLessThan(endedAt + BOUND_MS);
  } finally {
    await alertmanager.stop();
  }
});
