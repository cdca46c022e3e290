import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#server/context';
import { createPool } from '#server/db/client';
import { CAUSE_FRESH_MS } from '#server/db/database-faults';
import { createEvaluator } from '#server/evaluation/evaluate';
import { reachedByEvaluation } from '#server/evaluation/evaluated-until';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { readiness } from '#server/health/readiness';
import { reportStored } from '#server/ingest/report-stored';
import { createWatermark } from '#server/ingest/watermark';
import { aMailDestination, subjectsTo } from '#server/test/alerts';
import { testWorld } from '#server/test/database';
import { failingPool, fullFor, sqlError } from '#server/test/faults';
import { aProbe, startProbes, T0 } from '#server/test/probes';
import { createDatabaseAlert } from './database-alert.ts';
import { createStaffAlerts } from './run-alerting.ts';

/** The alert with the cause must be sent within this time. */
const NAMED_WITHIN_MS = 30_000;
const TICK_MS = 10_000;
// PostgreSQL reports this (documentation, appendix A: 53100) when a table cannot grow. Updates in place may still succeed.
const FULL = 'could not extend file "base/16384/16424": wrote only 4096 of 8192 bytes at block 12';

const world = testWorld(T0);
let isFull = false;
let ctx: Context;
/** Connections of the process that ingests probes. The evaluator has its own. */
let ingestWorker: pg.Pool;
let probes: Awaited<ReturnType<typeof startProbes>>;
let databaseAlert: ReturnType<typeof createDatabaseAlert>;
let alerts: ReturnType<typeof createStaffAlerts>;
let evaluateNow: () => Promise<unknown>;

function faultOf({ text }: { text: string }): Error | null {
  return isFull && text.includes('INTO probe') ? sqlError('53100', FULL) : null;
}

beforeAll(async () => {
  ingestWorker = createPool(world.url, 'worker', world.ctx.log, { processName: 'web-1' });
  ctx = { ...world.ctx, ingest: failingPool(world.ctx.ingest, faultOf) };
  probes = await startProbes(ctx);
  databaseAlert = createDatabaseAlert(ctx);
  alerts = createStaffAlerts(ctx);
  const evaluate = createEvaluator(ctx);
  const readWatermark = createWatermark(ctx);
  evaluateNow = async () => {
    const { watermark, held } = await readWatermark(world.clock.now());
    await evaluate(watermark, Number.POSITIVE_INFINITY, held);
  };
  await aMailDestination(world);
});
afterAll(async () => {
  await probes.stop();
  await ingestWorker.end();
});

/** Advances the clock by ten seconds. Two agents deliver, the process reports its watermark, statuses are evaluated and alerting runs. */
async function tick(): Promise<void> {
  world.clock.set(world.clock.now() + TICK_MS);
  const observedAt = new Date(world.clock.now()).toISOString();
  await probes.post('agent-a', [aProbe({ observedAt })]);
  await probes.post('agent-b', [aProbe({ component: 'analytics', instance: 'a-1', observedAt })]);
  const once = new AbortController();
  const process = { name: 'web-1', watch: probes.watch, contacts: probes.contacts };
  const reporting = reportStored({ ...ctx, worker: ingestWorker }, process, once.signal);
  once.abort();
  await reporting;
  await evaluateNow();
  await alerts.reconcile();
  await databaseAlert.noteAvailable();
  await alerts.lane.run();
}

const reached = async () => reachedByEvaluation(await loadCurrentStates(world.ctx.worker)) ?? 0;
const status = async (slug: string) => {
  const { id } = await world.ctx.prisma.component.findUniqueOrThrow({ where: { slug } });
  return (await loadCurrentStates(world.ctx.worker)).get(id)?.status;
};

describe.each([
  ['nothing can be written', false],
  ['only updates in place can be written', true],
])('a full disk, when %s', (_, canUpdate) => {
  let fullFrom: number;

  test('is alerted once and reported by /readyz within 30 seconds', async () => {
    for (let i = 0; i < 6; i++) await tick();
    isFull = true;
    if (!canUpdate) await world.ctx.web.query(fullFor('ingest_process'));
    fullFrom = world.clock.now();
    while (world.clock.now() < fullFrom + NAMED_WITHIN_MS) await tick();
    const raised = (await subjectsTo(world)).filter((subject) => /disk/.test(subject) && /full since/.test(subject));
    expect(raised).toHaveLength(1 + Number(canUpdate)); // the second run follows the first
    expect(await readiness(ctx)).toMatchObject({
      status: 'warn',
      checks: { database: 'pass', storage: { cause: 'disk_full' } },
    });
  });

  test('changes no status and makes no agent silent, however long it lasts', async () => {
    while (world.clock.now() < fullFrom + 15 * 60_000) await tick();
    expect([await status('serving'), await status('analytics')]).toEqual(['operational', 'operational']);
    const others = (await subjectsTo(world)).filter((subject) => !/disk|not been stored|is behind/.test(subject));
    expect(others).toEqual([]);
  });

  test('ends with a message, and buffered probes fill the gap', async () => {
    isFull = false;
    if (!canUpdate) await world.ctx.web.query('DROP FUNCTION full_disk CASCADE');
    for (let ms = 0; ms <= CAUSE_FRESH_MS + TICK_MS; ms += TICK_MS) await tick();
    expect((await subjectsTo(world)).filter((subject) => /can store data again/.test(subject))).toHaveLength(
      1 + Number(canUpdate),
    );
    expect(await reached()).toBe(world.clock.now());
    expect((await readiness(ctx)).checks.storage).toBeNull();
  });
});
