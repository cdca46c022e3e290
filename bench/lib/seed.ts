import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Context } from '#server/context';
import { ensureDay } from '#server/ingest/sql/partitions';

/** One agent that observes `instances` instances every `everyMs`, the first two thirds of Serving's and the rest of Analytics'. */
export type Fleet = { instances: number; everyMs: number };

const CATALOGUE = `WITH agent AS (INSERT INTO source (name, created_at) VALUES ('agent-0', now()) RETURNING id),
made AS (INSERT INTO instance (component_id, name, region, zone, created_at)
  SELECT CASE WHEN n <= $1 * 2 / 3 THEN 1 ELSE 2 END, 'srv-' || n, 'us-east-1', 'us-east-1a', now() FROM generate_series(1, $1::int) n ORDER BY n RETURNING id)
INSERT INTO series (source_id, instance_id) SELECT agent.id, made.id FROM agent, made ORDER BY made.id RETURNING id`;

/** Makes the agent and its series; their ids are 1 to `instances` in a new database. */
export async function plantFleet(ctx: Context, { instances }: Fleet): Promise<void> {
  const { rows } = await ctx.worker.query<{ id: number }>(CATALOGUE, [instances]);
  if (Math.max(...rows.map((row) => row.id)) !== instances) throw new Error('the database was not new');
}

// Every tenth hour three fifths of the fleet lose their data for 20 minutes; every instance is also down on its own for 50 s about once in three hours.
const PROBES = `INSERT INTO probe (observed_at, series_id, data_age_ms, latency_us, health, received_after_s)
SELECT t.at, n,
  CASE WHEN extract(epoch FROM t.at)::bigint % 36000 BETWEEN 1800 AND 2999 AND n % 5 < 3 THEN 300000 ELSE (n % 7) * 1000 END,
  5500 + (n % 40) * 1000,
  CASE WHEN (extract(epoch FROM t.at)::bigint + n * 97) % 11000 < 50 THEN 4 ELSE 2 END, 0
FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 millisecond', $3 * interval '1 millisecond') AS t(at), generate_series(1, $4::int) AS n`;

/** Loads probes of [from, to) straight into the partitions, day by day; returns how many. */
export async function loadProbes(ctx: Context, fleet: Fleet, from: number, to: number): Promise<number> {
  const client = await ctx.worker.connect();
  let loaded = 0;
  try {
    await client.query('SET statement_timeout = 0');
    for (let day = dayOf(from); day < to; day += DAY_MS) {
      await ensureDay(ctx.web, day, ctx.clock.now());
      const values = [
        new Date(Math.max(from, day)),
        new Date(Math.min(to, day + DAY_MS)),
        fleet.everyMs,
        fleet.instances,
      ];
      loaded += (await client.query(PROBES, values)).rowCount ?? 0;
    }
    await client.query('ANALYZE probe');
    await client.query('CHECKPOINT');
  } finally {
    client.release(true);
  }
  return loaded;
}

// $3 stretches of trouble a day, each of 5 minutes: k counts the steps, two a stretch, of each series and component.
const STEPS = 'generate_series(0, $2::int * $3::int * 2 - 1) AS k';
const AT = `$1::timestamptz - $2::int * interval '1 day' + (k / 2) * (interval '1 day' / $3::int) + (k % 2) * interval '5 minutes'`;
const HISTORY = [
  `INSERT INTO state_run (series_id, at, state) SELECT s.id, ${AT} + s.id * interval '1 millisecond', CASE k % 2 WHEN 0 THEN 3 ELSE 0 END FROM series s, ${STEPS}`,
  `INSERT INTO raw_status (component_id, at, status) SELECT c.id, ${AT}, CASE k % 2 WHEN 0 THEN 'major_outage' ELSE 'operational' END FROM component c, ${STEPS}`,
  `INSERT INTO status_interval (component_id, from_at, to_at, status)
   SELECT c.id, ${AT}, lead(${AT}) OVER (PARTITION BY c.id ORDER BY k), CASE k % 2 WHEN 0 THEN 'major_outage' ELSE 'operational' END FROM component c, ${STEPS}`,
];
const HEADS = `INSERT INTO current_state (component_id, evaluated_until, status, since, phase, counts, changed_at)
SELECT id, $1, 'operational', $1, 'steady', '{"up":0,"degraded":0,"stale":0,"down":0,"silent":0,"unknown":0,"retired":0}', $1 FROM component
ON CONFLICT (component_id) DO UPDATE SET evaluated_until = $1`;

/** Loads what evaluation would have left of `days` days before `end`, with so many stretches of trouble on each: states, raw status, intervals and heads. */
export async function loadHistory(ctx: Context, days: number, end: number, troublesPerDay = 20): Promise<void> {
  for (const statement of HISTORY) await ctx.worker.query(statement, [new Date(end), days, troublesPerDay]);
  await setHeads(ctx, end);
  await ctx.worker.query('ANALYZE state_run, raw_status, status_interval');
  await ctx.worker.query('CHECKPOINT');
}

/** Declares everything before `end` evaluated. */
export async function setHeads(ctx: Context, end: number): Promise<void> {
  await ctx.worker.query(HEADS, [new Date(end)]);
}
