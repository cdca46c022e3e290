import type pg from 'pg';
import { DAY_MS, dayOf } from '#domain/calendar';
import type { Instant } from '#domain/interval';
import { transaction } from '../transaction.ts';

const LOCK = 7_266_902;
/** Rule 8. */
const RETENTION_DAYS = 14;
const BACKFILL_KEPT_DAYS = 7;
const DAYS_AHEAD = 3;

function partitionName(day: Instant): string {
  return `observation_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** Days that have a partition, as instants of their start. */
export async function partitionDays(pool: pg.Pool): Promise<Instant[]> {
  const { rows } = await pool.query<{ day: Date }>('SELECT day FROM observation_day ORDER BY day');
  return rows.map((row) => row.day.getTime());
}

/** Makes the partition of a day where it is missing. ATTACH, unlike CREATE … PARTITION OF, does not lock out readers and writers. */
export async function ensureDay(pool: pg.Pool, day: Instant, now: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const name = partitionName(day);
    const written =
      'INSERT INTO observation_day (day, written_at) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET written_at = $2 RETURNING (xmax = 0) AS is_new';
    const { rows } = await client.query<{ is_new: boolean }>(written, [new Date(day), new Date(now)]);
    if (!rows[0]?.is_new) return;
    const bounds = [day, day + DAY_MS].map((t) => `'${new Date(t).toISOString()}'`);
    await client.query(`CREATE TABLE ${name} (LIKE observation INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)`);
    await client.query(`ALTER TABLE ${name} ADD CONSTRAINT bounds CHECK (observed_at >= ${bounds[0]} AND observed_at < ${bounds[1]})`);
    await client.query(`ALTER TABLE observation ATTACH PARTITION ${name} FOR VALUES FROM (${bounds[0]}) TO (${bounds[1]})`);
    await client.query(`ALTER TABLE ${name} DROP CONSTRAINT bounds`);
  });
}

/** Makes the partitions of the days to come and drops those past retention (rule 8); returns the days dropped. */
export async function turnPartitions(pool: pg.Pool, now: Instant): Promise<Instant[]> {
  const today = dayOf(now);
  const existing = new Set(await partitionDays(pool));
  for (let day = today - DAY_MS; day <= today + DAYS_AHEAD * DAY_MS; day += DAY_MS) if (!existing.has(day)) await ensureDay(pool, day, now);
  const { rows } = await pool.query<{ day: Date }>('SELECT day FROM observation_day WHERE day < $1 AND written_at < $2 ORDER BY day', [
    new Date(today - RETENTION_DAYS * DAY_MS),
    new Date(now - BACKFILL_KEPT_DAYS * DAY_MS),
  ]);
  for (const { day } of rows) await dropDay(pool, day.getTime());
  return rows.map((row) => row.day.getTime());
}

async function dropDay(pool: pg.Pool, day: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await client.query("SET LOCAL lock_timeout = '5s'"); // better tried again later than a queue behind a long reader
    await client.query(`DROP TABLE IF EXISTS ${partitionName(day)}`);
    await client.query('DELETE FROM observation_day WHERE day = $1', [new Date(day)]);
  });
}
