import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QUEUE_AFTER_MS, RECONCILED_BEHIND_MS, WATERMARK_BEHIND_MS } from '#domain/alerting/alert-conditions';
import { COOLDOWN_MS } from '#domain/alerting/alert-cooldown';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import type { Context } from '#server/context';
import { pauseDelivery } from '#server/delivery/verbs/pause-delivery';
import { resumeDelivery } from '#server/delivery/verbs/resume-delivery';
import { beginAutomation, noteReconciled } from '#server/incidents/sql/automation-progress';
import { reportWatermark } from '#server/ingest/sql/ingest-processes';
import { aMailDestination, mailsTo, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as } from '#server/test/people';
import { createDatabaseAlert, DATABASE_UNAVAILABLE_MS } from './database-alert.ts';
import { createStaffAlerts } from './run-alerting.ts';

const MINUTE = 60_000;
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
let fleet: Awaited<ReturnType<typeof startFleet>>;
let alerts: ReturnType<typeof createStaffAlerts>;

beforeAll(async () => {
  fleet = await startFleet(world);
  alerts = createStaffAlerts(world.ctx);
  await aMailDestination(world);
});
afterAll(() => fleet.stop());

/** Evaluates probes and runs alerting every ten seconds. `each` runs before each alerting. */
async function run(ms: number, each: () => Promise<unknown>): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
    await fleet.run(world.clock.now() + 10_000);
    await each();
    await alerts.runOnce();
  }
}
const subjects = async (about: RegExp) => (await subjectsTo(world)).filter((subject) => about.test(subject));

test('probes that wait to be stored raise an alert after a while, which ends once they are stored', async () => {
  const store = (behindMs: number) => () => reportWatermark(world.ctx.ingest, 'web-1', world.clock.now() - behindMs);
  await run(3 * MINUTE, store(WATERMARK_BEHIND_MS));
  expect(await subjects(/not been stored/)).toEqual([]);
  const since = world.clock.now();
  await run(QUEUE_AFTER_MS, () => reportWatermark(world.ctx.ingest, 'web-1', since - MINUTE));
  expect(await subjects(/not been stored/)).toEqual([]);
  await run(20_000, () => reportWatermark(world.ctx.ingest, 'web-1', since - MINUTE));
  const text = 'Probes received since 12:02 UTC have not been stored.';
  expect(await subjects(/not been stored/)).toEqual([text]);
  await run(COOLDOWN_MS + 20_000, store(0));
  expect(await subjects(/stores probes without/)).toEqual(['Candor stores probes without delay again.']);
});

test('incidents that are not reconciled raise an alert, which ends once they are', async () => {
  const reconciledUntil = world.clock.now();
  await beginAutomation(world.ctx.worker, reconciledUntil);
  await noteReconciled(world.ctx.worker, reconciledUntil);
  await run(RECONCILED_BEHIND_MS, async () => undefined);
  expect(await subjects(/Incident automation is behind/)).toEqual([]);
  await run(10_000, async () => undefined);
  expect(await subjects(/Incident automation is behind/)).toEqual([
    expect.stringMatching(/^Incident automation is behind: outages after \d\d:\d\d UTC have no incident yet\.$/),
  ]);
  await run(COOLDOWN_MS + 20_000, () => noteReconciled(world.ctx.worker, world.clock.now()));
  expect(await subjects(/automation is up to date again/)).toHaveLength(1);
});

test('a volume that pauses notifications raises an alert that says how to continue, which ends at once when a person does', async () => {
  const ada = () => as(world.ctx, ADA);
  await pauseDelivery(ada());
  await run(10_000, async () => undefined);
  expect(await subjects(/Notifications are paused/)).toEqual([]); // a person knows that they paused
  await resumeDelivery(ada());
  const pausedAt = new Date(world.clock.now());
  await world.ctx.prisma.deliveryPause.update({ where: { id: 1 }, data: { pausedAt, reason: 'volume' } });
  await run(10_000, async () => undefined);
  const [mail] = (await mailsTo(world.mailFolder, 'duty@status.example')).filter(({ subject }) =>
    /Notifications are paused: /.test(subject),
  );
  expect(mail?.text).toContain('“Resume notifications”');
  expect(mail?.text).toContain('npm run -s candor -- delivery resume');
  await resumeDelivery(ada());
  await run(10_000, async () => undefined);
  expect(await subjects(/Notifications have resumed/)).toHaveLength(1);
});

describe('without the database', () => {
  const unavailable = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 1_000 });
  afterAll(() => unavailable.end());

  /** Returns one step of a process whose database is available or not. */
  function aProcess() {
    const ctx: Context = { ...world.ctx };
    const databaseAlert = createDatabaseAlert(ctx);
    const staffAlerts = createStaffAlerts(ctx);
    return async (isAvailable: boolean, ms: number) => {
      world.clock.set(world.clock.now() + ms);
      ctx.alerts = isAvailable ? world.ctx.alerts : unavailable;
      await staffAlerts.reconcile().then(databaseAlert.noteAvailable, databaseAlert.noteUnavailable);
      if (isAvailable) await staffAlerts.lane.run();
    };
  }

  test('one alert is sent after a lasting failure, and one when the database is back', async () => {
    const step = aProcess();
    await step(true, 0);
    await step(false, 10_000);
    await step(false, DATABASE_UNAVAILABLE_MS - 1);
    expect(await subjects(/database has been unavailable/)).toEqual([]);
    for (const ms of [1, 10 * MINUTE]) await step(false, ms);
    const [mail, ...others] = (await mailsTo(world.mailFolder, 'duty@status.example')).filter(({ subject }) =>
      /database has been unavailable/.test(subject),
    );
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(
      /Candor’s database has been unavailable since \d\d:\d\d UTC\. Statuses are not evaluated, and no other alerts are sent\.$/,
    );
    expect(mail?.text).toContain('This alert is sent once.');
    for (const ms of [1_000, 1_000]) await step(true, ms);
    expect(await subjects(/database is available again/)).toHaveLength(1);
  });

  test('a short failure sends nothing, and a removed destination receives nothing', async () => {
    const before = (await subjects(/database has been unavailable/)).length;
    const step = aProcess();
    for (const isAvailable of [true, false, true]) await step(isAvailable, 10_000);
    for (const { id } of await listDestinations(as(world.ctx, ADA)))
      await removeDestination(as(world.ctx, ADA), { id });
    await step(true, 10_000);
    for (const ms of [10_000, DATABASE_UNAVAILABLE_MS]) await step(false, ms);
    expect(await subjects(/database has been unavailable/)).toHaveLength(before);
  });
});
