import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEPT_BEHIND_MS, QUEUE_AFTER_MS, STORED_BEHIND_MS } from '#domain/alerting/alert-conditions';
import { CALM_MS } from '#domain/alerting/alert-cooldown';
import { listTargets } from '#server/alerting/reads/list-destinations';
import { removeTarget } from '#server/alerting/verbs/remove-destination';
import type { Context } from '#server/context';
import { beginKeeping, noteKept } from '#server/incidents/sql/automation-progress';
import { sayStored } from '#server/ingest/sql/ingest-processes';
import { aMailTarget, mailsTo, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { startFleet } from '#server/test/outages';
import { ADA, as } from '#server/test/people';
import { createDatabaseWord, DATABASE_GONE_MS } from './database-alert.ts';
import { createStaffAlerts } from './run-alerting.ts';

const MINUTE = 60_000;
const world = testWorld(Date.parse('2022-03-30T12:00:00Z'));
let fleet: Awaited<ReturnType<typeof startFleet>>;
let alerts: ReturnType<typeof createStaffAlerts>;

beforeAll(async () => {
  fleet = await startFleet(world);
  alerts = createStaffAlerts(world.ctx);
  await aMailTarget(world);
});
afterAll(() => fleet.stop());

/** Probes are judged, staff are alerted every ten seconds; `each` says what is so besides. */
async function goOn(ms: number, each: () => Promise<unknown>): Promise<void> {
  for (const end = world.clock.now() + ms; world.clock.now() < end; ) {
    await fleet.run(world.clock.now() + 10_000);
    await each();
    await alerts.runOnce();
  }
}
const told = async (about: RegExp) => (await subjectsTo(world)).filter((subject) => about.test(subject));

test('probes that are not stored are told when they have waited for a while, and that they are again', async () => {
  const store = (behindMs: number) => () => sayStored(world.ctx.ingest, 'web-1', world.clock.now() - behindMs);
  await goOn(3 * MINUTE, store(STORED_BEHIND_MS));
  expect(await told(/not stored/)).toEqual([]);
  const since = world.clock.now();
  await goOn(QUEUE_AFTER_MS, () => sayStored(world.ctx.ingest, 'web-1', since - MINUTE));
  expect(await told(/not stored/)).toEqual([]);
  await goOn(20_000, () => sayStored(world.ctx.ingest, 'web-1', since - MINUTE));
  const words =
    'Probes that reached Candor since 12:02 UTC are not stored: they wait for the database, or were refused for a fault of ours.';
  expect(await told(/not stored/)).toEqual([words]);
  await goOn(CALM_MS + 20_000, store(0));
  expect(await told(/stores probes again/)).toEqual(['Candor stores probes again as they come.']);
});

test('incidents that do not follow what is judged are told, and that they do again', async () => {
  const keptUpTo = world.clock.now();
  await beginKeeping(world.ctx.worker, keptUpTo);
  await noteKept(world.ctx.worker, keptUpTo);
  await goOn(KEPT_BEHIND_MS, async () => undefined);
  expect(await told(/Incidents follow/)).toEqual([]);
  await goOn(10_000, async () => undefined);
  expect(await told(/Incidents follow/)).toEqual([
    expect.stringMatching(/^Incidents follow what is judged only up to \d\d:\d\d UTC: outages since then open none\.$/),
  ]);
  await goOn(CALM_MS + 20_000, () => noteKept(world.ctx.worker, world.clock.now()));
  expect(await told(/follow what is judged again/)).toHaveLength(1);
});

describe('without its database', () => {
  const dead = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 1_000 });
  afterAll(() => dead.end());

  /** A process that says something; its database is there, or not. */
  function aProcess() {
    const ctx: Context = { ...world.ctx };
    const word = createDatabaseWord(ctx);
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
    for (const { id } of await listTargets(as(world.ctx, ADA))) await removeTarget(as(world.ctx, ADA), { id });
    await step(true, 10_000);
    for (const ms of [10_000, DATABASE_GONE_MS]) await step(false, ms);
    expect(await told(/database has not been usable/)).toHaveLength(before);
  });
});
