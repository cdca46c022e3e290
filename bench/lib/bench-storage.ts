import { freshPlace } from './ingest.ts';
import { generate, tokens } from './load.ts';
import { serve } from './place.ts';
import { against, type Result, round } from './report.ts';

const ROWS = Number(process.env.BENCH_ROWS ?? 2_000_000);
const AGENTS = 2;
const INSTANCES = 240;
const TICK_MS = 10_000;
const TICKS = Math.ceil(ROWS / AGENTS / INSTANCES);
const MEGABYTE = 1e6;

// Sizes of the partitions and, of them, of their indexes.
const SIZES = `SELECT sum(pg_total_relation_size(relid))::float8 AS total, sum(pg_indexes_size(relid))::float8 AS indexes
FROM pg_partition_tree('probe') WHERE isleaf`;
const PLAIN = `CREATE TABLE bench_plain AS SELECT observed_at, series_id, data_age_ms, latency_us, health, received_after_s FROM probe`;

/**
 * Megabytes a million raw probes, after two agents have posted a stretch of the past side by side, as after a network fault.
 * Each observes its instances throughout its tick, so what the second posts falls between the rows of the first.
 */
export async function storage(): Promise<Result> {
  const { ctx, url, dataDir } = await freshPlace();
  const agents = await tokens(ctx, AGENTS);
  const before = (await ctx.web.query<{ total: number }>(SIZES)).rows[0]?.total ?? 0;
  const server = await serve({ DATA_DIR: dataDir, DATABASE_URL: url, ROLE: 'web' }); // the write path alone: evaluating does not change these sizes
  const from = ctx.clock.now() - TICKS * TICK_MS - TICK_MS;
  const sent = await generate({
    url: server.url,
    timing: { kind: 'ticks', from, everyMs: TICK_MS, ticks: TICKS },
    connections: agents.map((agent, i) => ({
      ...agent,
      component: 'serving',
      prefix: 'srv',
      instances: INSTANCES,
      perPost: INSTANCES,
      offsetMs: i * 13,
    })),
  });
  await server.stop();
  const after = (await ctx.web.query<{ total: number; indexes: number }>(SIZES)).rows[0] as {
    total: number;
    indexes: number;
  };
  await ctx.worker.query(PLAIN);
  const plain =
    (await ctx.web.query<{ size: number }>("SELECT pg_total_relation_size('bench_plain')::float8 AS size")).rows[0]
      ?.size ?? 0;
  const millions = sent.allProbes / 1e6;
  const perMillion = (after.total - before) / MEGABYTE / millions;
  return {
    bench: 'storage',
    value: perMillion,
    unit: 'MB per million probes',
    budget: { max: 90 },
    yardsticks: [
      against('the same rows in a table without any index, MB per million', perMillion, plain / MEGABYTE / millions),
    ],
    details: {
      probes: sent.allProbes,
      indexesPerMillion: round(after.indexes / MEGABYTE / millions),
      probesPerSecond: Math.round(sent.probes / sent.seconds),
    },
  };
}
