import { DAY_MS } from '#domain/time/calendar';
import { database, folder, openMigrated, serve } from './place.ts';
import { against, median, quantile, type Result, round } from './report.ts';
import { loadHistory, loadProbes, plantFleet } from './seed.ts';

const FLEET = { instances: 240, everyMs: 30_000 };
const STARTS = 5;

/** From the command to the `ready` line, on a data folder with 90 days of history and a day of raw probes. */
export async function coldStart(): Promise<Result> {
  const dataDir = await folder();
  const { url, stop } = await database(dataDir);
  const ctx = await openMigrated(url);
  const now = ctx.clock.now();
  await plantFleet(ctx, FLEET);
  const probes = await loadProbes(ctx, FLEET, now - DAY_MS, now);
  await loadHistory(ctx, 90, now);
  await ctx.close();
  await stop();
  const times = { ready: [] as number[], bare: [] as number[] };
  for (let i = 0; i < STARTS; i++) {
    const server = await serve({ DATA_DIR: dataDir });
    await server.stop();
    times.ready.push(server.readyMs);
    const startedAt = performance.now();
    const bare = await database(dataDir);
    times.bare.push(performance.now() - startedAt);
    await bare.stop();
  }
  return {
    bench: 'cold-start',
    value: median(times.ready),
    unit: 'ms',
    budget: { max: 5_000 },
    yardsticks: [against('PostgreSQL alone on the same data, ms', median(times.ready), median(times.bare))],
    details: { slowestMs: round(quantile(times.ready, 1)), starts: STARTS, probes },
  };
}
