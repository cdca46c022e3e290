import { DAY_MS } from '#domain/time/calendar';
import { manualClock } from '#server/clock';
import { componentUptime } from '#server/sla/component-record';
import { database, folder, openMigrated } from './place.ts';
import { against, median, msOf, quantile, type Result, round } from './report.ts';
import { loadHistory, plantFleet } from './seed.ts';

const YEAR_DAYS = 365;
const HISTORY_DAYS = 400;
const TROUBLES_PER_DAY = 2;
const RUNS = 200;
const WARMUP_RUNS = 20;
const BARE =
  'SELECT from_at, to_at, status FROM status_interval WHERE component_id = 1 AND from_at < $2 AND to_at > $1 ORDER BY from_at';

/** Uptime of a year of one component that failed twice per day: 1,460 intervals. */
export async function uptime(): Promise<Result> {
  const { url } = await database(await folder());
  const end = Date.UTC(2026, 0);
  const ctx = await openMigrated(url, manualClock(end));
  await plantFleet(ctx, { instances: 1, everyMs: 1 });
  await loadHistory(ctx, HISTORY_DAYS, end, TROUBLES_PER_DAY);
  const window = { from: end - YEAR_DAYS * DAY_MS, to: end };
  const times = { uptime: [] as number[], bare: [] as number[] };
  for (let i = 0; i < WARMUP_RUNS + RUNS; i++) {
    const uptimeMs = await msOf(() => componentUptime(ctx, { component: 'serving', ...window }));
    const bareMs = await msOf(() =>
      ctx.web.query({ name: 'bare', text: BARE, values: [new Date(window.from), new Date(window.to)] }),
    );
    if (i < WARMUP_RUNS) continue;
    times.uptime.push(uptimeMs);
    times.bare.push(bareMs);
  }
  const intervals = (await ctx.web.query(BARE, [new Date(window.from), new Date(window.to)])).rowCount ?? 0;
  return {
    bench: 'uptime',
    value: median(times.uptime),
    unit: 'ms',
    budget: { max: 10 },
    yardsticks: [
      against('reading the same intervals by the plainest query, ms', median(times.uptime), median(times.bare)),
    ],
    details: { p99Ms: round(quantile(times.uptime, 0.99)), intervals, runs: RUNS },
  };
}
