import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { QUEUE_AFTER_MS, RECONCILED_BEHIND_MS, WATERMARK_BEHIND_MS } from '#domain/alerting/alert-conditions';
import { COOLDOWN_MS } from '#domain/alerting/alert-cooldown';
import { listDestinations } from '#server/alerting/reads/list-destinations';
import { removeDestination } from '#server/alerting/verbs/remove-destination';
import type { Context } from '#server/context';
import { beginAutomation, noteReconciled } from '#server/incidents/sql/automation-progress';
import { reportWatermark } from '#server/ingest/sql/ingest-processes';
import { aMailDestination, mailsTo, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as } from '#server/test/people';
import { createDatabaseAlert, DATABASE_GONE_MS } from './database-alert.ts';
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

/** Probes are evaluated, staff are alerted every ten seconds; `each` says what is so besides. */
async function goOn(ms: number, each: () => Promise<unknown>): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
    await fleet.run(world.clock.now() + 10_000);
    await each();
    await alerts.runOnce();
  }
}
const told = async (about: RegExp) => (await subjectsTo(world)).filter((subject) => about.test(subject));

test('probes that are not stored are told when they have waited for a while, and that they are again', async () => {
  const store = (behindMs: number) => () => reportWatermark(world.ctx.ingest, 'web-1', world.clock.now() - behindMs);
  await goOn(3 * MINUTE, store(WATERMARK_BEHIND_MS));
  expect(await told(/not stored/)).toEqual([]);
  const since = world.clock.now();
  await goOn(QUEUE_AFTER_MS, () => reportWatermark(world.ctx.ingest, 'web-1', since - MINUTE));
  expect(await told(/not stored/)).toEqual([]);
  await goOn(20_000, () => reportWatermark(world.ctx.ingest, 'web-1', since - MINUTE));
  const words =
    'Probes that reached Candor since 12:02 UTC are not stored: they wait for the database, or were refused for a fault of ours.';
  expect(await told(/not stored/)).toEqual([words]);
  await goOn(COOLDOWN_MS + 20_000, store(0));
  expect(await told(/stores probes again/)).toEqual(['Candor stores probes again as they come.']);
});

test('incidents that do not follow what is evaluated are told, and that they do again', async () => {
  const reconciledUntil = world.clock.now();
  await beginAutomation(world.ctx.worker, reconciledUntil);
  await noteReconciled(world.ctx.worker, reconciledUntil);
  await goOn(RECONCILED_BEHIND_MS, async () => undefined);
  expect(await told(/Incidents follow/)).toEqual([]);
  await goOn(10_000, async () => undefined);
  expect(await told(/Incidents follow/)).toEqual([
    expect.stringMatching(
      /^Incidents follow what is evaluated only up to \d\d:\d\d UTC: outages since then open none\.$/,
    ),
  ]);
  await goOn(COOLDOWN_MS + 20_000, () => noteReconciled(world.ctx.worker, world.clock.now()));
  expect(await told(/follow what is re-evaluated/)).toHaveLength(1);
});

describe('without its database', () => {
  const dead = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 1_000 });
  afterAll(() => dead.end());

  /** A process that says something; its database is there, or not. */
  function aProcess() {
    const ctx: Context = { ...world.ctx };
    const word = createDatabaseAlert(ctx);
    const own = createStaffAlerts(ctx);
    return async (isThere: boolean, ms: number) => {
      world.clock.set(world.clock.now() + ms);
      ctx.worker = isThere ? world.ctx.worker : dead;
      await own.step().then(word.noteWell, word.noteFailed);
      await own.settled();
    };
  }

  test('staff hear of it once when it has lasted, and once that it is back', async () => {
    const step = aProcess();
    await step(true, 0);
    await step(false, 10_000);
    await step(false, DATABASE_GONE_MS - 1);
    expect(await told(/database has not been usable/)).toEqual([]);
    for (const ms of [1, 10 * MINUTE]) await step(false, ms);
    const [mail, ...others] = (await mailsTo(world.mailFolder, 'duty@status.example')).filter(({ subject }) =>
      /database has not been usable/.test(subject),
    );
    expect(others).toEqual([]);
    expect(mail?.subject).toMatch(
      /Candor's database has not been usable since \d\d:\d\d UTC\. Statuses are not evaluated, and no alerts are sent\.$/,
    );
    expect(mail?.text).toContain('It is told once.');
    for (const ms of [1_000, 1_000]) await step(true, ms);
    expect(await told(/database is usable again/)).toHaveLength(1);
  });

  test('for a short time nobody hears of it, nor that it is back; nor does whoever was removed', async () => {
    const before = (await told(/database has not been usable/)).length;
    const step = aProcess();
    for (const isThere of [true, false, true]) await step(isThere, 10_000);
    for (const { id } of await listDestinations(as(world.ctx, ADA)))
      await removeDestination(as(world.ctx, ADA), { id });
    await step(true, 10_000);
    for (const ms of [10_000, DATABASE_GONE_MS]) await step(false, ms);
    expect(await told(/database has not been usable/)).toHaveLength(before);
  });
});
