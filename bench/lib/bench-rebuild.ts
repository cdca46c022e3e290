import { DAY_MS, dayOf } from '#domain/time/calendar';
import { database, folder, node, openMigrated, outputOf } from './place.ts';
import { against, msOf, type Result, round } from './report.ts';
import { loadProbes, plantFleet, setHeads } from './seed.ts';

const DAYS = Number(process.env.BENCH_DAYS ?? 7);
const FLEET = { instances: 240, everyMs: 10_000 };
const BUDGET = { probes: 14_500_000, seconds: 120, rssMiB: 1024 };

/** The output of bench/rebuild-child.ts. */
export type Rebuilt = { probes: number; ms: number; peakRssMiB: number };

/** Measures time and memory of re-evaluating all status from raw probes, in a separate process. */
export async function rebuild(): Promise<Result> {
  const { url } = await database(await folder());
  const ctx = await openMigrated(url);
  const to = dayOf(ctx.clock.now());
  await plantFleet(ctx, FLEET);
  const loaded = await loadProbes(ctx, FLEET, to - DAYS * DAY_MS, to);
  await setHeads(ctx, to);
  const rebuilt = JSON.parse(await outputOf(node('bench/rebuild-child.ts', [url]))) as Rebuilt;
  const readMs = await msOf(() => ctx.worker.query('SELECT count(health), count(data_age_ms) FROM probe'));
  const { rows } = await ctx.web.query<{ intervals: number }>('SELECT count(*)::int AS intervals FROM status_interval');
  const seconds = rebuilt.ms / 1000;
  return {
    bench: 'rebuild',
    value: seconds,
    unit: 's',
    budget: { max: round((BUDGET.seconds * loaded) / BUDGET.probes) },
    yardsticks: [
      against('PostgreSQL reading the same rows once without handing them out, s', seconds, readMs / 1000),
      against('memory of the process at its peak against 1 GiB, MiB', rebuilt.peakRssMiB, BUDGET.rssMiB, { max: 1 }),
    ],
    details: {
      loaded,
      probesRead: rebuilt.probes,
      perSecond: Math.round(rebuilt.probes / seconds),
      peakRssMiB: rebuilt.peakRssMiB,
      intervals: rows[0]?.intervals ?? 0,
    },
  };
}
