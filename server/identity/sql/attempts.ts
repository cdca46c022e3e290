import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

const COUNT = `INSERT INTO attempt AS a (key, tries, window_from) VALUES ($1, 1, $2)
ON CONFLICT (key) DO UPDATE SET
  tries = CASE WHEN a.window_from <= $3 THEN 1 ELSE a.tries + 1 END,
  window_from = CASE WHEN a.window_from <= $3 THEN $2 ELSE a.window_from END
RETURNING tries`;

/** Counts one try more under the key and says how many there were since the window began, this one included; forgets windows that are over. */
export async function countAttempt(
  pool: pg.Pool,
  key: Buffer,
  { now, windowMs }: { now: Instant; windowMs: number },
): Promise<number> {
  const over = new Date(now - windowMs);
  await pool.query({
    name: 'forget-attempts',
    text: 'DELETE FROM attempt WHERE window_from <= $1 AND key <> $2',
    values: [over, key],
  });
  const { rows } = await pool.query<{ tries: number }>({
    name: 'count-attempt',
    text: COUNT,
    values: [key, new Date(now), over],
  });
  return rows[0]?.tries as number; // the statement returns the row it wrote
}

export async function forgetAttempts(pool: pg.Pool, keys: readonly Buffer[]): Promise<void> {
  await pool.query({ name: 'forget-attempts-of', text: 'DELETE FROM attempt WHERE key = ANY($1)', values: [keys] });
}
