import { describe, expect, test } from 'vitest';
import { reconcileStaffAlerts } from '#server/alerting/reconcile-alerts';
import { applyCatalog } from '#server/catalog/verbs/apply-catalog';
import { retireInstance } from '#server/catalog/verbs/retire-instance';
import { rebuildStatus } from '#server/evaluation/rebuild-status';
import { ADA, as } from '#server/test/people';
import { alertWorld } from '#server/test/received-alert-world';
import { anAlert } from '#server/test/received-alerts';

const T0 = Date.parse('2026-11-23T03:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const { world, notify, statuses, evaluateAt, intervals } = alertWorld(T0);
const broken = (startsMs: number, endsMs?: number, labels: Record<string, string> = {}) =>
  anAlert({
    startsAt: T0 + startsMs,
    ...(endsMs === undefined ? {} : { endsAt: T0 + endsMs }),
    labels: { instance: 'srv-1', ...labels },
  });

const count = async (table: string) =>
  (await world.ctx.web.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]?.n;

async function staffAlerts(): Promise<object[]> {
  await reconcileStaffAlerts(world.ctx, T0);
  return (
    await world.ctx.prisma.staffAlert.findMany({ where: { endedAt: null }, select: { about: true, step: true } })
  ).map(({ about, step }) => ({
    ...(about as object),
    step,
  }));
}

describe('an alert that its sender no longer repeats', () => {
  test('leaves its instance unknown 12 hours after it was last sent, without any further event', async () => {
    await notify(MINUTE, [broken(0)]);
    await notify(4 * HOUR, [broken(0)]);
    await notify(8 * HOUR, [broken(0)]);
    await evaluateAt(20 * HOUR);
    expect(await intervals(20 * HOUR)).toEqual([[0, 'major_outage']]);
    expect(await statuses(20 * HOUR + 1)).toEqual([
      [0, 'major_outage'],
      [20 * HOUR, 'unknown'],
    ]);
  });

  test('fires again once it is repeated, and has ended from its end on', async () => {
    await notify(MINUTE, [broken(0)]);
    await evaluateAt(13 * HOUR);
    await notify(14 * HOUR, [broken(0)]);
    await notify(16 * HOUR, [broken(0, 15 * HOUR)]);
    expect(await statuses(40 * HOUR)).toEqual([
      [0, 'major_outage'],
      [12 * HOUR + MINUTE, 'unknown'],
      [14 * HOUR, 'major_outage'],
      [15 * HOUR, 'operational'],
    ]);
  });

  test('that ended while it was unknown has ended from its end on', async () => {
    await notify(MINUTE, [broken(0)]);
    await evaluateAt(15 * HOUR);
    await notify(15 * HOUR + MINUTE, [broken(0, 14 * HOUR)]);
    expect(await statuses(16 * HOUR)).toEqual([
      [0, 'major_outage'],
      [12 * HOUR + MINUTE, 'unknown'],
      [14 * HOUR, 'operational'],
    ]);
  });

  test('that fires again under a new start is down from that start on', async () => {
    await notify(MINUTE, [broken(0)]);
    await evaluateAt(15 * HOUR);
    await notify(15 * HOUR + MINUTE, [broken(14 * HOUR)]);
    expect(await statuses(16 * HOUR)).toEqual([
      [0, 'major_outage'],
      [12 * HOUR + MINUTE, 'unknown'],
      [14 * HOUR, 'major_outage'],
    ]);
  });

  test('is down for as long as it was firing when it was first sent, however long that is', async () => {
    await evaluateAt(20 * HOUR);
    await notify(20 * HOUR, [broken(0)]);
    expect(await statuses(33 * HOUR)).toEqual([
      [0, 'major_outage'],
      [32 * HOUR, 'unknown'],
    ]);
  });

  test('stores nothing for a repetition, so that a group that changes every few seconds costs nothing', async () => {
    for (let i = 0; i < 20; i++)
      expect((await notify(i * 10_000, [broken(0)])).body).toMatchObject({ accepted: i === 0 ? 1 : 0 });
    expect([await count('probe'), await count('alert'), await count('alert_lapse')]).toEqual([1, 1, 1]);
    expect(await statuses(13 * HOUR)).toEqual([
      [0, 'major_outage'],
      [12 * HOUR + 190_000, 'unknown'],
    ]);
  });

  test('does not override another firing alert of the instance that is as severe', async () => {
    await notify(0, [broken(0), broken(0, undefined, { alertname: 'Slow', severity: 'warning' })]);
    await notify(8 * HOUR, [broken(0)]);
    await notify(8 * HOUR, [broken(6 * HOUR, undefined, { alertname: 'Other', instance: 'srv-2' })]);
    await notify(10 * HOUR, [broken(6 * HOUR, 9 * HOUR, { alertname: 'Other', instance: 'srv-2' })]);
    expect((await statuses(19 * HOUR)).at(-1)).toEqual([0, 'major_outage']);
    await notify(19 * HOUR, [broken(0, 18 * HOUR)]);
    expect((await statuses(19 * HOUR + MINUTE)).at(-1)).toEqual([18 * HOUR, 'operational']); // 1 of 2 instances is known: up
  });

  test('is the same after a rebuild, and after an absence of the source', async () => {
    await notify(MINUTE, [broken(0)]);
    await evaluateAt(13 * HOUR);
    await notify(14 * HOUR, [broken(0)]);
    await evaluateAt(27 * HOUR);
    const before = await intervals(27 * HOUR);
    await rebuildStatus(world.ctx, {});
    expect(await intervals(27 * HOUR)).toEqual(before);
    expect(before.map(([, status]) => status)).toEqual(['major_outage', 'unknown', 'major_outage', 'unknown']);
  });

  test('uses a changed time of the catalogue from the next evaluation on', async () => {
    const apply = (seconds: number) =>
      applyCatalog(as(world.ctx, ADA), {
        text: `sources: [{ name: alertmanager, kind: edge, repeatWithinSeconds: ${seconds} }]`,
      });
    await notify(0, [broken(0)]);
    await apply(3_600);
    expect((await statuses(2 * HOUR)).at(-1)).toEqual([HOUR, 'unknown']);
    await notify(3 * HOUR, [broken(0)]);
    await apply(7_200);
    await evaluateAt(5 * HOUR - 1);
    expect((await intervals(5 * HOUR - 1)).at(-1)).toEqual([3 * HOUR, 'major_outage']);
    expect((await statuses(6 * HOUR)).at(-1)).toEqual([5 * HOUR, 'unknown']);
    await notify(6 * HOUR, [broken(0)]);
    world.clock.set(T0 + 7.5 * HOUR);
    await apply(60);
    expect((await statuses(8 * HOUR)).at(-1)).toEqual([7.5 * HOUR, 'unknown']);
  });

  test('does not return once its instance is retired; unknown time before that stays unknown', async () => {
    await notify(0, [broken(0)]);
    await evaluateAt(13 * HOUR);
    await retireInstance(as(world.ctx, ADA), { component: 'serving', instance: 'srv-1' });
    expect(await statuses(30 * HOUR)).toEqual([
      [0, 'major_outage'],
      [12 * HOUR, 'unknown'],
      [13 * HOUR, 'not_monitored'],
    ]);
  });

  test('is reported to staff until it is repeated or has ended', async () => {
    await notify(0, [
      broken(0),
      broken(0, undefined, { instance: 'srv-2' }),
      broken(0, undefined, { alertname: 'Watchdog', severity: 'none' }),
    ]);
    await notify(6 * HOUR, [broken(0)]);
    await evaluateAt(12 * HOUR);
    expect(await staffAlerts()).toContainEqual({
      kind: 'lapsed',
      source: 'alertmanager',
      instances: 1,
      since: T0 + 12 * HOUR,
      step: 0,
    });
    await evaluateAt(18 * HOUR);
    expect(await staffAlerts()).toContainEqual({
      kind: 'lapsed',
      source: 'alertmanager',
      instances: 2,
      since: T0 + 12 * HOUR,
      step: 0,
    });
    await notify(18 * HOUR, [broken(0), broken(0, 17 * HOUR, { instance: 'srv-2' })]);
    await evaluateAt(18 * HOUR + 1);
    await staffAlerts();
    await evaluateAt(18 * HOUR + 6 * MINUTE);
    expect(await staffAlerts()).not.toContainEqual(expect.objectContaining({ kind: 'lapsed' }));
  });
});

describe('alerts that a notification omits', () => {
  test('stay as they were, and staff are alerted once', async () => {
    await notify(0, [broken(0), broken(0, undefined, { instance: 'srv-2' })]);
    await notify(MINUTE, [broken(0, 30_000)], { truncatedAlerts: 3 });
    expect(await statuses(2 * MINUTE)).toEqual([[0, 'major_outage']]);
    expect(await staffAlerts()).toContainEqual({ kind: 'truncated', source: 'alertmanager', alerts: 3, step: 1 });
    await evaluateAt(25 * HOUR);
    await staffAlerts();
    await evaluateAt(25 * HOUR + 6 * MINUTE);
    expect(await staffAlerts()).not.toContainEqual(expect.objectContaining({ kind: 'truncated' }));
  });

  test('are none where the key is missing or invalid', async () => {
    for (const truncatedAlerts of [undefined, null, -1, 'many'])
      expect((await notify(0, [broken(0)], { truncatedAlerts })).status).toBe(202);
    expect(await staffAlerts()).not.toContainEqual(expect.objectContaining({ kind: 'truncated' }));
  });
});
