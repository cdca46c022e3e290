import type pg from 'pg';
import { DAY_MS, dayOf } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';
import { LOCKS } from '#server/db/locks';
import { transaction } from '#server/db/transaction';
import { BY_KEY, isWithin } from './day-ranges.ts';

/** Rule 8. */
const RETENTION_DAYS = 14;
const BACKFILL_RETENTION_DAYS = 7;
const DAYS_AHEAD = 3;

function partitionName(day: Instant): string {
  return `probe_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

/** Returns the days that have a partition, as the instants of their start. */
export async function partitionDays(pool: pg.Pool): Promise<Instant[]> {
  const { rows } = await pool.query<{ day: Date }>(
    "SELECT day FROM probe_day WHERE to_regclass('probe_' || to_char(day, 'YYYYMMDD')) IS NOT NULL ORDER BY day",
  );
  return rows.map((row) => row.day.getTime());
}

/** Creates the partition of a day where it is missing. ATTACH, unlike CREATE … PARTITION OF, does not block readers and writers. */
export async function ensureDay(pool: pg.Pool, day: Instant, now: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.partitions]);
    const name = partitionName(day);
    await client.query(
      'INSERT INTO probe_day (day, written_at) VALUES ($1, $2) ON CONFLICT (day) DO UPDATE SET written_at = $2',
      [new Date(day), new Date(now)],
    );
    const { rows } = await client.query<{ is_made: boolean }>('SELECT to_regclass($1) IS NOT NULL AS is_made', [name]);
    if (rows[0]?.is_made) return;
    const bounds = [day, day + DAY_MS].map((t) => `'${new Date(t).toISOString()}'`);
    await client.query(`CREATE TABLE ${name} (LIKE probe INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
    await client.query(`CREATE UNIQUE INDEX ON ${name} (${BY_KEY})`);
    await client.query(
      `ALTER TABLE ${name} ADD CONSTRAINT bounds CHECK (observed_at >= ${bounds[0]} AND observed_at < ${bounds[1]})`,
    );
    await client.query(`ALTER TABLE probe ATTACH PARTITION ${name} FOR VALUES FROM (${bounds[0]}) TO (${bounds[1]})`);
    await client.query(`ALTER TABLE ${name} DROP CONSTRAINT bounds`);
  });
}

/** Returns the days in [from, to] whose raw probes were dropped; the state runs of that time are their only record. */
export async function droppedDays(client: pg.ClientBase, from: Instant, to: Instant): Promise<Span[]> {
  const text = 'SELECT day FROM probe_day WHERE dropped_at IS NOT NULL AND day >= $1 AND day <= $2 ORDER BY day';
  const { rows } = await client.query<{ day: Date }>({
    name: 'dropped-days',
    text,
    values: [new Date(dayOf(from)), new Date(to)],
  });
  return rows.map(({ day }) => ({ from: day.getTime(), to: day.getTime() + DAY_MS }));
}

/** Returns the end of the last day whose raw probes were dropped, or null. */
export async function lastDroppedEnd(pool: pg.Pool): Promise<Instant | null> {
  const { rows } = await pool.query<{ day: Date | null }>(
    'SELECT max(day) AS day FROM probe_day WHERE dropped_at IS NOT NULL',
  );
  return rows[0]?.day ? rows[0].day.getTime() + DAY_MS : null;
}

/** Returns the instant of the first or last stored probe, or null. */
export async function outermostStored(pool: pg.Pool, end: 'first' | 'last'): Promise<Instant | null> {
  const days = await partitionDays(pool);
  for (const day of end === 'first' ? days : days.reverse()) {
    const range = isWithin({ day, fromMs: 0, toMs: DAY_MS - 1 });
    const order = end === 'first' ? BY_KEY : 'day_ms(observed_at) DESC, series_id DESC';
    const { rows } = await pool.query<{ at: Date }>(
      `SELECT observed_at AS at FROM probe WHERE ${range} ORDER BY ${order} LIMIT 1`,
    );
    if (rows[0]) return rows[0].at.getTime();
  }
  return null;
}

/** Creates the partitions of the next days and drops those past retention (rule 8). Returns the dropped days. */
export async function rotatePartitions(pool: pg.Pool, now: Instant): Promise<Instant[]> {
  const today = dayOf(now);
  const existing = new Set(await partitionDays(pool));
  for (let day = today - DAY_MS; day <= today + DAYS_AHEAD * DAY_MS; day += DAY_MS)
    if (!existing.has(day)) await ensureDay(pool, day, now);
  // A clock that runs ahead must not drop fresh probes, so retention counts from at most one day after the newest probe.
  const newest = await outermostStored(pool, 'last');
  if (newest === null) return [];
  const retiredAt = Math.min(now, newest + DAY_MS);
  const { rows } = await pool.query<{ day: Date }>(
    'SELECT day FROM probe_day WHERE day < $1 AND written_at < $2 AND (dropped_at IS NULL OR dropped_at < written_at) ORDER BY day',
    [new Date(dayOf(retiredAt) - RETENTION_DAYS * DAY_MS), new Date(retiredAt - BACKFILL_RETENTION_DAYS * DAY_MS)],
  );
  for (const { day } of rows) await dropDay(pool, day.getTime(), now);
  return rows.map((row) => row.day.getTime());
}

async function dropDay(pool: pg.Pool, day: Instant, now: Instant): Promise<void> {
  await transaction(pool, async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCKS.partitions]);
    await client.query("SET LOCAL lock_timeout = '5s'"); // a later retry is better than a queue of statements behind a long reader
    await client.query(`DROP TABLE IF EXISTS ${partitionName(day)}`);
    await client.query('UPDATE probe_day SET dropped_at = $2 WHERE day = $1', [new Date(day), new Date(now)]);
  });
}
