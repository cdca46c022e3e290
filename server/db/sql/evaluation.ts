import type pg from 'pg';
import type { Instant, Span } from '#domain/interval';

const LOCK = 7_266_903;
const TOUCHED_MAX = 50_000;

/** One judgement at a time, whichever process makes it; held to the end of the transaction. */
export async function lockEvaluation(client: pg.ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
}

/** Takes what ingest touched since the last judgement; it comes back if the transaction fails. */
export async function takeTouched(client: pg.ClientBase): Promise<Span[]> {
  const { rows } = await client.query<{ from_at: Date; to_at: Date }>({
    name: 'take-touched',
    text: `DELETE FROM touched_span WHERE id IN (SELECT id FROM touched_span ORDER BY id LIMIT ${TOUCHED_MAX}) RETURNING from_at, to_at`,
  });
  return rows.map((row) => ({ from: row.from_at.getTime(), to: row.to_at.getTime() }));
}

export async function hasTouched(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  return (await client.query('SELECT 1 FROM touched_span LIMIT 1')).rowCount === 1;
}

/** Takes back what was judged after `t`, which a clock that ran ahead had let pass for the past. */
export async function forgetAfter(client: pg.ClientBase, t: Instant): Promise<void> {
  const at = new Date(t);
  await client.query('DELETE FROM state_run WHERE at >= $1', [at]);
  await client.query('DELETE FROM raw_status WHERE at >= $1', [at]);
  await client.query('DELETE FROM status_interval WHERE from_at >= $1', [at]);
  await client.query('UPDATE status_interval SET to_at = NULL WHERE to_at >= $1', [at]);
}

/** Empties states and raw status of some components in [from, to], to be judged again in the same transaction, which replaces the intervals. */
export async function purge(client: pg.ClientBase, componentIds: readonly number[], { from, to }: Span): Promise<void> {
  const values = [componentIds, new Date(from), new Date(to)];
  const ofComponents = 'series_id IN (SELECT s.id FROM series s JOIN instance i ON i.id = s.instance_id WHERE i.component_id = ANY($1))';
  await client.query(`DELETE FROM state_run WHERE ${ofComponents} AND at >= $2 AND at <= $3`, values);
  await client.query('DELETE FROM raw_status WHERE component_id = ANY($1) AND at >= $2 AND at <= $3', values);
}

/** The first raw observation that is stored, or null. */
export async function firstObservedAt(client: pg.ClientBase | pg.Pool): Promise<Instant | null> {
  const { rows } = await client.query<{ at: Date | null }>('SELECT min(observed_at) AS at FROM observation');
  return rows[0]?.at?.getTime() ?? null;
}

/** The newest raw observation of the last day up to a minute ahead of `now`, or null. */
export async function latestStoredAt(pool: pg.Pool, now: Instant): Promise<Instant | null> {
  const { rows } = await pool.query<{ observed_at: Date }>({
    name: 'latest-stored',
    text: 'SELECT observed_at FROM observation WHERE observed_at > $1 AND observed_at < $2 AND health > 0 ORDER BY observed_at DESC LIMIT 1',
    values: [new Date(now - 86_400_000), new Date(now + 60_000)],
  });
  return rows[0]?.observed_at.getTime() ?? null;
}

/** Sources that had reported within their longest silence when judgement stopped, and when that was. */
export async function sourcesAlive(pool: pg.Pool): Promise<{ judgedUpTo: Instant | null; sourceIds: number[] }> {
  const head = await pool.query<{ at: Date | null }>('SELECT min(judged_up_to) AS at FROM component_head');
  const judgedUpTo = head.rows[0]?.at ?? null;
  if (judgedUpTo === null) return { judgedUpTo: null, sourceIds: [] };
  const { rows } = await pool.query<{ id: number }>(
    `SELECT DISTINCT s.source_id AS id FROM observation o JOIN series s ON s.id = o.series_id
     WHERE o.health > 0 AND o.observed_at <= $1 AND o.observed_at > $1 - (SELECT max(silence_after_ms) FROM policy_version) * interval '1 millisecond'`,
    [judgedUpTo],
  );
  return { judgedUpTo: judgedUpTo.getTime(), sourceIds: rows.map((row) => row.id) };
}
