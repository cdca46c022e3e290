import { DAY_MS } from '#domain/time/calendar';
import { manualClock } from '#server/clock';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { createEvaluator, type Evaluate } from '#server/evaluation/evaluate';
import { readProbes } from '#server/evaluation/sql/read-probes';
import { rotatePartitions } from '#server/ingest/sql/partitions';
import { storeProbes } from '#server/ingest/sql/probes';
import { database, folder, openMigrated } from './place.ts';
import { against, median, msOf, type Result, round } from './report.ts';
import { loadHistory, loadProbes, plantFleet } from './seed.ts';
import { rowsAt } from './yardsticks.ts';

const FLEET = { instances: 240, everyMs: 30_000 };
const TICK_MS = 10_000;
const TICKS = 60;
const WARMUP_TICKS = 15;
const LOOK_BACK_MS = 90_000;
const SHORT = { days: 1, rawDays: 1 };
const LONG = { days: 90, rawDays: 14 };

type Side = { ctx: Context; clock: ReturnType<typeof manualClock>; evaluate: Evaluate };

/** Makes a database with the given days of status history and of raw probes, which end at `end`. */
async function side(admin: Context, url: string, name: string, history: typeof SHORT, end: number): Promise<Side> {
  await admin.web.query(`CREATE DATABASE ${name}`);
  const clock = manualClock(end);
  const ctx = await openMigrated(url.replace(/\/[^/]*$/, `/${name}`), clock);
  await rotatePartitions(ctx.worker, end);
  await plantFleet(ctx, FLEET);
  await loadProbes(ctx, FLEET, end - Math.min(history.rawDays, history.days) * DAY_MS, end);
  await loadHistory(ctx, history.days, end);
  return { ctx, clock, evaluate: createEvaluator(ctx) };
}

/** Stores one live tick of the whole fleet and measures its evaluation; every fourth tick, a fifth of the fleet is down. */
async function tick({ ctx, clock, evaluate }: Side, index: number): Promise<number> {
  const at = clock.now() + TICK_MS;
  const rows = rowsAt(at, 1, FLEET.instances).map((row) =>
    index % 4 === 3 && row.seriesId % 5 === 0 ? { ...row, health: 'down' as const } : row,
  );
  await storeRows(ctx, rows);
  clock.set(at);
  return msOf(() => evaluate(at + 1));
}

async function storeRows(ctx: Context, rows: Parameters<typeof storeProbes>[1]): Promise<void> {
  const client = await ctx.ingest.connect();
  await storeProbes(client, rows).finally(() => client.release());
}

/** Measures the evaluation of one live tick with little and with much history, alternating so that noise affects both. */
export async function evaluation(): Promise<Result> {
  const { url } = await database(await folder());
  const admin = await openMigrated(url);
  const end = Math.floor(admin.clock.now() / TICK_MS) * TICK_MS;
  const short = await side(admin, url, 'bench_short', SHORT, end);
  const long = await side(admin, url, 'bench_long', LONG, end);
  const times = { short: [] as number[], long: [] as number[], read: [] as number[] };
  for (let i = 0; i < WARMUP_TICKS + TICKS; i++) {
    const [shortMs, longMs] = [await tick(short, i), await tick(long, i)];
    const at = long.clock.now();
    const readMs = await msOf(() =>
      transaction(long.ctx.worker, (client) => readProbes(client, at - LOOK_BACK_MS, at)),
    );
    if (i < WARMUP_TICKS) continue;
    times.short.push(shortMs);
    times.long.push(longMs);
    times.read.push(readMs);
  }
  const [shortMs, longMs] = [median(times.short), median(times.long)];
  return {
    bench: 'evaluation',
    value: longMs / shortMs,
    unit: `x: a tick after ${LONG.days} days of history against one after 1 day`,
    budget: { max: 1.25 }, // an index one level deeper; work that grew with history would show 90
    yardsticks: [
      against(
        'only reading the probes of the same 90 s, ms; figure is the tick after the long history',
        longMs,
        median(times.read),
      ),
    ],
    details: { shortMs: round(shortMs), longMs: round(longMs), instances: FLEET.instances, ticks: TICKS },
  };
}
