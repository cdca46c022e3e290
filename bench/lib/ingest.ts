import type { Context } from '#server/context';
import { rotatePartitions } from '#server/ingest/sql/partitions';
import { type Connection, generate, type LoadResult } from './load.ts';
import { database, folder, openMigrated, serve } from './place.ts';
import { round } from './report.ts';

const WARMUP_SECONDS = 2;

export type Place = { ctx: Context & { close: () => Promise<void> }; url: string; dataDir: string };

/** A database of its own with partitions for today. */
export async function freshPlace(): Promise<Place> {
  const dataDir = await folder();
  const { url } = await database(dataDir);
  const ctx = await openMigrated(url);
  await rotatePartitions(ctx.worker, ctx.clock.now());
  return { ctx, url, dataDir };
}

/** Empties what a run stored, and has the log written out, so that the next run starts as the first. */
export async function wipe(ctx: Context): Promise<void> {
  await ctx.web.query('TRUNCATE probe, dirty_range, state_run, raw_status, status_interval, current_state');
  await ctx.web.query('CHECKPOINT');
}

export type Measured = LoadResult & { perSecond: number; evaluationLagMs: number };

/** Starts the whole server (pages, ingest, evaluation), loads it and checks that the database holds exactly what was answered for. */
export async function loadServer(
  { ctx, url, dataDir }: Place,
  seconds: number,
  connections: Connection[],
): Promise<Measured> {
  const server = await serve({ DATA_DIR: dataDir, DATABASE_URL: url });
  const result = await generate({
    url: server.url,
    timing: { kind: 'live', warmupSeconds: WARMUP_SECONDS, seconds },
    connections,
  });
  const evaluationLagMs = await evaluationLag(ctx);
  await server.stop();
  const { rows } = await ctx.web.query<{ count: number }>('SELECT count(*)::int AS count FROM probe');
  if (rows[0]?.count !== result.allProbes)
    throw new Error(`${result.allProbes} probes were acknowledged and ${rows[0]?.count} are stored`);
  return { ...result, perSecond: result.probes / result.seconds, evaluationLagMs };
}

/** How far evaluation lies behind the clock. */
async function evaluationLag(ctx: Context): Promise<number> {
  const { rows } = await ctx.web.query<{ at: Date | null }>('SELECT min(evaluated_until) AS at FROM current_state');
  return rows[0]?.at ? ctx.clock.now() - rows[0].at.getTime() : Number.POSITIVE_INFINITY;
}

export function detailsOf(measured: Measured): Record<string, number | string> {
  const { posts, p50Ms, p99Ms, evaluationLagMs, seconds } = measured;
  return {
    posts,
    seconds: round(seconds),
    p50Ms: round(p50Ms),
    p99Ms: round(p99Ms),
    evaluationLagMs: Number.isFinite(evaluationLagMs) ? evaluationLagMs : 'never evaluated',
  };
}
