import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** Deletes the Idempotency-Keys that were stored before an instant. Returns how many. */
export async function deleteRequestsBefore(pool: pg.Pool, at: Instant): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM incident_request WHERE created_at < $1', [new Date(at)]);
  return rowCount ?? 0;
}
