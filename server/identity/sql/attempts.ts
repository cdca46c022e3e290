import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

const COUNT = `INSERT INTO attempt AS a (key, tries, window_from) VALUES ($1, 1, $2)
ON CONFLICT (key) DO UPDATE SET
  tries = CASE WHEN a.window_from <= $3 THEN 1 ELSE a.tries + 1 END,
  window_from = CASE WHEN a.window_from <= $3 OR a.tries + 1 = $4 THEN $2 ELSE a.window_from END
RETURNING tries, window_from`;

type Window = { now: Instant; windowMs: number };

/**
 * Counts one more attempt under the key and returns the number of attempts in its window, this one included. Deletes
 * windows that have ended.
 */
export async function countAttempt(pool: pg.Pool, key: Buffer, window: Window): Promise<number> {
  return (await count(pool, key, window, null)).tries;
}

/**
 * Counts one more attempt under the key. The attempt that reaches `triesMax` starts the window again, so that the key is
 * locked for a whole window from then on. Returns the count and the end of the window.
 */
export async function countTowardsLock(
  pool: pg.Pool,
  key: Buffer,
  { triesMax, ...window }: Window & { triesMax: number },
): Promise<{ tries: number; windowEndsAt: Instant }> {
  const { tries, window_from: from } = await count(pool, key, window, triesMax);
  return { tries, windowEndsAt: from.getTime() + window.windowMs };
}

type Row = { tries: number; window_from: Date };

async function count(pool: pg.Pool, key: Buffer, { now, windowMs }: Window, triesMax: number | null): Promise<Row> {
  const endedFrom = new Date(now - windowMs);
  await pool.query({
    name: 'forget-attempts',
    text: 'DELETE FROM attempt WHERE window_from <= $1 AND key <> $2',
    values: [endedFrom, key],
  });
  const { rows } = await pool.query<Row>({
    name: 'count-attempt',
    text: COUNT,
    values: [key, new Date(now), endedFrom, triesMax],
  });
  return rows[0] as Row; // the statement returns the row that it wrote
}

/** Deletes the counts of these keys. */
export async function forgetAttempts(pool: pg.Pool, keys: readonly Buffer[]): Promise<void> {
  await pool.query({ name: 'forget-attempts-of', text: 'DELETE FROM attempt WHERE key = ANY($1)', values: [keys] });
}
