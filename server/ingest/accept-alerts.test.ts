import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { retireInstance } from '#server/catalog/verbs/retire-instance';
import { createEvaluator } from '#server/evaluation/evaluate';
import { sourcesAlive } from '#server/evaluation/sql/evaluation';
import { componentIntervals } from '#server/sla/component-record';
import { testWorld } from '#server/test/database';
import { ADA, as } from '#server/test/people';
import { aProbe, startProbes } from '#server/test/probes';
import { anAlert, CAPTURED } from '#server/test/received-alerts';
import { clear } from '#server/test/scenarios';

const T0 = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const world = testWorld(T0);
let probes: Awaited<ReturnType<typeof startProbes>>;
beforeAll(async () => {
  await world.ctx.web.query("UPDATE component SET created_at = '2020-01-01Z'");
});
beforeEach(async () => {
  await clear(world.ctx);
  await world.ctx.web.query(
    "INSERT INTO policy_version (component_id, version, effective_from, confirm_for_ms, recover_for_ms) SELECT id, 1, '1970-01-01Z', 0, 0 FROM component",
  );
  world.clock.set(T0);
  await probes?.stop();
  probes = await startProbes(world.ctx);
});
afterAll(() => probes.stop());

/** Delivers alerts `afterMs` after T0. */
function notify(afterMs: number, ...alerts: unknown[]) {
  world.clock.set(T0 + afterMs);
  return probes.notify('alertmanager', { version: '4', status: 'firing', alerts, truncatedAlerts: 0 });
}

async function observed(instance: string) {
  const { rows } = await world.ctx.web.query<{ observed_at: Date; health: number }>(
    'SELECT o.observed_at, o.health FROM probe o JOIN series s ON s.id = o.series_id JOIN instance i ON i.id = s.instance_id WHERE i.name = $1 ORDER BY 1',
    [instance],
  );
  return rows.map((row) => [row.observed_at.getTime() - T0, ['', '', 'up', 'degraded', 'down'][row.health]]);
}

async function statuses(toMs: number, evaluateAt = world.clock.now()) {
  await createEvaluator(world.ctx)(evaluateAt);
  const { intervals } = await componentIntervals(world.ctx, { component: 'serving', from: T0, to: T0 + toMs });
  return intervals.map((i): [number, string] => [Date.parse(i.from) - T0, i.status]);
}

const receipt = (accepted: number, duplicates = 0) => ({ accepted, duplicates, rejected: [] });
const broken = (startsMs: number, endsMs?: number, labels: Record<string, string> = {}) =>
  anAlert({
    startsAt: T0 + startsMs,
    ...(endsMs === undefined ? {} : { endsAt: T0 + endsMs }),
    labels: { instance: 'srv-1', ...labels },
  });

describe('POST /api/v1/probes/alertmanager', () => {
  test('accepts notifications of Alertmanager: each alert by its own status, from its start to its end; a repeat adds nothing', async () => {
    world.clock.set(T0 + 26 * MINUTE);
    const answer = await probes.notify('alertmanager', CAPTURED);
    expect([answer.status, answer.body]).toEqual([202, receipt(2)]);
    expect(await observed('ad-001')).toEqual([
      [0, 'down'],
      [25 * MINUTE + 33_000, 'up'],
    ]);
    expect(await observed('ad-002')).toEqual([[10 * MINUTE, 'down']]);
    expect((await probes.notify('alertmanager', CAPTURED)).body).toEqual(receipt(0, 2));
    expect(await statuses(26 * MINUTE)).toEqual([[0, 'major_outage']]);
    world.clock.set(T0 + 31 * MINUTE);
    const [, second] = CAPTURED.alerts;
    await probes.notify('alertmanager', {
      ...CAPTURED,
      alerts: [{ ...second, status: 'resolved', endsAt: '2026-11-23T03:30:00Z' }],
    });
    expect(await statuses(31 * MINUTE)).toEqual([
      [0, 'major_outage'],
      [30 * MINUTE, 'operational'],
    ]);
  });

  test('an alert that is not mentioned stays as it was', async () => {
    await notify(MINUTE, broken(0), broken(0, undefined, { instance: 'srv-2' }));
    await notify(10 * MINUTE, broken(0, 9 * MINUTE));
    expect(await observed('srv-2')).toEqual([[0, 'down']]);
    expect(await statuses(10 * MINUTE)).toEqual([[0, 'major_outage']]);
  });

  test('an alert whose severity means up leaves its instance up', async () => {
    for (const [i, severity] of ['none', 'OK', 'normal'].entries())
      await notify(MINUTE, anAlert({ startsAt: T0, labels: { alertname: 'Watchdog', instance: `w-${i}`, severity } }));
    expect(await Promise.all([0, 1, 2].map((i) => observed(`w-${i}`)))).toEqual(Array(3).fill([[0, 'up']]));
    await notify(3 * MINUTE, broken(2 * MINUTE, undefined, { instance: 'w-0' }));
    await notify(5 * MINUTE, broken(2 * MINUTE, 4 * MINUTE, { instance: 'w-0' }));
    expect(await observed('w-0')).toEqual([
      [0, 'up'],
      [2 * MINUTE, 'down'],
      [4 * MINUTE, 'up'],
    ]);
  });

  test('severity decides between degraded and down; without the label instance, alertname names the instance', async () => {
    for (const [i, severity] of ['warning', 'degraded', 'minor', 'info', 'critical', 'page', ''].entries())
      await notify(MINUTE, anAlert({ startsAt: T0, labels: { alertname: `A${i}`, severity } }));
    const health = await Promise.all(Array.from({ length: 7 }, async (_, i) => (await observed(`A${i}`))[0]?.[1]));
    expect(health).toEqual(['degraded', 'degraded', 'degraded', 'degraded', 'down', 'down', 'down']);
  });

  test('an instance is as bad as the worst of its alerts, and up when none fires', async () => {
    const slow = { alertname: 'Slow', severity: 'warning' };
    await notify(MINUTE, broken(0, undefined, slow));
    await notify(3 * MINUTE, broken(2 * MINUTE));
    await notify(6 * MINUTE, broken(2 * MINUTE, 5 * MINUTE));
    await notify(9 * MINUTE, broken(0, 8 * MINUTE, slow));
    expect(await statuses(9 * MINUTE)).toEqual([
      [0, 'degraded_performance'],
      [2 * MINUTE, 'major_outage'],
      [5 * MINUTE, 'degraded_performance'],
      [8 * MINUTE, 'operational'],
    ]);
  });

  test('the record is the same for any order of notifications, to a few milliseconds', async () => {
    const slow = { alertname: 'Slow', severity: 'warning' };
    const notifications = [
      broken(0),
      broken(0, 5 * MINUTE),
      broken(3 * MINUTE, undefined, slow),
      broken(3 * MINUTE, 4 * MINUTE, slow),
    ];
    const orders = [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 0, 3, 2],
      [2, 1, 0, 3],
      [0, 2, 1, 3],
    ];
    for (const order of orders) {
      await clear(world.ctx);
      await world.ctx.web.query(
        "INSERT INTO policy_version (component_id, version, effective_from, confirm_for_ms, recover_for_ms) SELECT id, 1, '1970-01-01Z', 0, 10 FROM component",
      );
      await probes.stop();
      probes = await startProbes(world.ctx);
      for (const i of order) expect((await notify(6 * MINUTE, notifications[i])).status).toBe(202);
      expect([
        order,
        ...(await statuses(6 * MINUTE)).filter(
          ([at], n, all) => (all[n + 1]?.[0] ?? Number.POSITIVE_INFINITY) - at > 10,
        ),
      ]).toEqual([order, [0, 'major_outage'], [expect.closeTo(5 * MINUTE, -1), 'operational']]);
    }
  });

  test('an alert that began before the admissible time counts from there, once', async () => {
    const days = 24 * HOUR;
    const old = broken(-10 * days);
    expect((await notify(0, old)).body).toEqual(receipt(1));
    expect((await notify(4 * HOUR, old)).body).toEqual(receipt(0, 1));
    expect(await observed('srv-1')).toEqual([[-48 * HOUR, 'down']]);
    expect((await notify(5 * HOUR, broken(-10 * days, 4.5 * HOUR))).body).toEqual(receipt(1));
    expect(await observed('srv-1')).toEqual([
      [-48 * HOUR, 'down'],
      [4.5 * HOUR, 'up'],
    ]);
    await notify(6 * HOUR, broken(-10 * days, -9 * days, { instance: 'srv-2' }));
    expect(await observed('srv-2')).toEqual([[-42 * HOUR, 'up']]);
  });

  test('an alert that Alertmanager considered ended and sends again fires again', async () => {
    await notify(MINUTE, broken(0));
    await notify(10 * MINUTE, broken(0, 9 * MINUTE));
    expect((await notify(12 * MINUTE, broken(0))).body).toEqual(receipt(0, 1));
    expect((await notify(20 * MINUTE, broken(0))).body).toEqual(receipt(1));
    expect((await notify(21 * MINUTE, broken(0))).body).toEqual(receipt(0, 1));
    await notify(31 * MINUTE, broken(0, 30 * MINUTE));
    expect(await statuses(31 * MINUTE)).toEqual([
      [0, 'major_outage'],
      [9 * MINUTE, 'operational'],
      [20 * MINUTE, 'major_outage'],
      [30 * MINUTE, 'operational'],
    ]);
  });

  test('an alert sent as firing long after its end has ended once its end is sent again', async () => {
    await notify(10 * MINUTE, broken(0, 9 * MINUTE));
    expect((await notify(20 * MINUTE, broken(0))).body).toEqual(receipt(1));
    expect((await notify(30 * MINUTE, broken(0, 9 * MINUTE))).body).toEqual(receipt(1));
    expect((await notify(31 * MINUTE, broken(0, 9 * MINUTE))).body).toEqual(receipt(0, 1));
    expect((await observed('srv-1')).at(-1)).toEqual([20 * MINUTE + 1, 'up']);
    const long = (await statuses(31 * MINUTE)).filter(
      ([at], n, all) => (all[n + 1]?.[0] ?? Number.POSITIVE_INFINITY) - at > 1,
    );
    expect(long.map(([, status]) => status)).toEqual(['major_outage', 'operational', 'operational']);
  });

  test('an alert that ended and fired again within the group interval ends with the end sent under the newer startsAt', async () => {
    const flapping = (startsS: number, endsS?: number) =>
      anAlert({
        startsAt: T0 + startsS * 1_000,
        ...(endsS === undefined ? {} : { endsAt: T0 + endsS * 1_000 }),
        fingerprint: 'f1',
        labels: { instance: 'i' },
      });
    await notify(5_000, flapping(0));
    await notify(35_000, flapping(11, 25));
    expect(await statuses(40_000, T0 + 40_000)).toEqual([
      [0, 'major_outage'],
      [25_000, 'operational'],
    ]);
  });

  test('an alert whose start was overwritten by its end, as Grafana 12 may do, has ended; a later cycle counts separately', async () => {
    const grafana = (startsS: number, endsS?: number) => ({
      ...anAlert({
        startsAt: T0 + startsS * 1_000,
        ...(endsS === undefined ? {} : { endsAt: T0 + endsS * 1_000 }),
        fingerprint: 'g1',
        labels: { instance: 'i' },
      }),
      values: null,
    });
    await notify(2_000, grafana(0));
    await notify(62_000, grafana(60, 60));
    await notify(92_000, grafana(90));
    await notify(152_000, grafana(150, 150));
    expect(await statuses(160_000, T0 + 160_000)).toEqual([
      [0, 'major_outage'],
      [60_000, 'operational'],
      [90_000, 'major_outage'],
      [150_000, 'operational'],
    ]);
  });

  test('a period that a newer one ended is deleted with it', async () => {
    const days = 24 * HOUR;
    await notify(MINUTE, broken(0));
    await notify(HOUR, broken(20 * MINUTE, 30 * MINUTE));
    await notify(20 * days, broken(19.5 * days, undefined, { alertname: 'Other' }));
    const { rows } = await world.ctx.web.query('SELECT fingerprint FROM alert');
    expect(rows).toHaveLength(1);
  });

  test('retiring an instance ends an alert whose end never arrives; the next alert counts again', async () => {
    await notify(MINUTE, broken(0));
    await createEvaluator(world.ctx)(world.clock.now());
    world.clock.set(T0 + HOUR);
    await retireInstance(as(world.ctx, ADA), { component: 'serving', instance: 'srv-1' });
    await notify(3 * HOUR, broken(2 * HOUR, 2.5 * HOUR, { alertname: 'Other' }));
    expect(await statuses(3 * HOUR)).toEqual([
      [0, 'major_outage'],
      [HOUR, 'not_monitored'],
      [2 * HOUR, 'major_outage'],
      [2.5 * HOUR, 'operational'],
    ]);
  });

  test('deletes alerts that ended long ago', async () => {
    const days = 24 * HOUR;
    await notify(MINUTE, broken(0));
    await notify(HOUR, broken(0, 30 * MINUTE));
    await notify(20 * days, broken(19.5 * days, undefined, { alertname: 'Other' }));
    const { rows } = await world.ctx.web.query(
      'SELECT (SELECT count(*)::int FROM alert) AS alerts, (SELECT count(*)::int FROM alert_step) AS steps',
    );
    expect(rows).toEqual([{ alerts: 1, steps: 2 }]);
  });
});

describe('under load and after faults', () => {
  test('notifications that reach two processes at once are evaluated one after the other', async () => {
    const other = await startProbes(world.ctx);
    await probes.notify('alertmanager', { alerts: [] });
    const authorization = `Bearer ${await probes.tokenFor('alertmanager')}`;
    const send = (to: typeof probes, alerts: object[]) =>
      to.send(JSON.stringify({ alerts }), { authorization }, '/api/v1/probes/alertmanager');
    const of = (alertname: string, endsMs?: number) =>
      Array.from({ length: 100 }, (_, i) => broken(0, endsMs, { alertname, instance: `srv-${i}` }));
    world.clock.set(T0 + 3 * MINUTE);
    for (const alerts of [of('A'), of('B')]) expect((await send(probes, alerts)).body).toEqual(receipt(100));
    const answers = await Promise.all([send(probes, of('A', MINUTE)), send(other, of('B', 2 * MINUTE))]);
    expect(answers.map((a) => a.body)).toEqual([receipt(100), receipt(100)]);
    expect(await statuses(3 * MINUTE)).toEqual([
      [0, 'major_outage'],
      [expect.closeTo(2 * MINUTE, -1), 'operational'],
    ]);
    await other.stop();
  });

  test('answers 503 with Retry-After, never 429, beyond the queue limit; accepts the notification when it is sent again', async () => {
    await probes.notify('alertmanager', { alerts: [] });
    const client = await world.ctx.web.connect();
    await client.query('BEGIN');
    await client.query("SELECT 1 FROM source WHERE name = 'alertmanager' FOR UPDATE");
    const sending = Array.from({ length: 60 }, (_, i) => notify(MINUTE, broken(0, undefined, { alertname: `A${i}` })));
    const refused = await Promise.race(
      sending.map(async (one) => ((await one).status === 503 ? one : new Promise<never>(() => undefined))),
    );
    expect([refused.status, refused.headers.get('retry-after'), refused.body.type]).toEqual([
      503,
      '2',
      '/problems/overloaded',
    ]);
    await client.query('ROLLBACK');
    client.release();
    const answers = await Promise.all(sending);
    expect(answers.filter((a) => a.status !== 202 && a.status !== 503)).toEqual([]);
    expect((await notify(MINUTE, broken(0, undefined, { alertname: 'A59' }))).status).toBe(202);
  });

  test('a notification that could not be stored is 503 and holds evaluation back until it is', async () => {
    await notify(MINUTE, broken(0));
    await world.ctx.web.query('ALTER TABLE alert_step RENAME TO away');
    world.clock.set(T0 + 2 * MINUTE);
    const again = broken(90_000, undefined, { instance: 'srv-3' });
    expect((await notify(2 * MINUTE, again)).status).toBe(503);
    expect(probes.watch.watermark(T0 + 3 * MINUTE)).toBe(T0 + 2 * MINUTE);
    await world.ctx.web.query('ALTER TABLE away RENAME TO alert_step');
    expect((await notify(3 * MINUTE, again)).body).toEqual(receipt(1));
    expect(probes.watch.watermark(T0 + 4 * MINUTE)).toBe(T0 + 4 * MINUTE);
    expect(await observed('srv-3')).toEqual([[90_000, 'down']]);
  });

  test('after a restart, evaluation does not wait for a source that reports only changes', async () => {
    await notify(0, broken(0));
    await probes.post('agent-a', [aProbe({ instance: 'srv-2', observedAt: new Date(T0).toISOString() })]);
    const sources = await world.ctx.prisma.source.findMany({ where: { kind: 'agent' }, select: { id: true } });
    await createEvaluator(world.ctx)(T0 + 1_000);
    expect(await sourcesAlive(world.ctx.ingest)).toEqual([
      { evaluatedUntil: T0 + 1_000, sourceIds: sources.map(({ id }) => id) },
    ]);
  });

  test('instants of agents are evidence of the time, those of alerts are not', async () => {
    const noted: number[] = [];
    const own = await startProbes({ ...world.ctx, clock: { ...world.clock, noteObserved: (at) => noted.push(at) } });
    await own.notify('alertmanager', { alerts: [broken(-MINUTE)] });
    await own.post('agent-a', [aProbe({ observedAt: new Date(T0 - 1_000).toISOString() })]);
    expect(noted).toEqual([T0 - 1_000]);
    await own.stop();
  });
});
