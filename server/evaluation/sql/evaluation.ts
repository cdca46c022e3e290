import type pg from 'pg';
import { STATES, type State } from '#domain/measurement/probe';
import { DAY_MS } from '#domain/time/calendar';
import type { Instant, Span } from '#domain/time/interval';
import { dayRanges, isWithin } from '#server/ingest/sql/day-ranges';

const DIRTY_RANGES_MAX = 50_000;

/** Returns the number of the next evaluation. Locks the sequence until the end of the transaction, so that only one process evaluates at a time. */
export async function nextEvaluationNumber(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ number: string }>({
    name: 'next-evaluation-number',
    text: 'UPDATE evaluation_sequence SET number = number + 1 RETURNING number',
  });
  return Number(rows[0]?.number);
}

/** Deletes and returns the dirty ranges since the last evaluation; a rollback restores them. */
export async function takeDirtyRanges(client: pg.ClientBase): Promise<Span[]> {
  const { rows } = await client.query<{ from_at: Date; to_at: Date }>({
    name: 'take-dirty-ranges',
    text: `DELETE FROM dirty_range WHERE id IN (SELECT id FROM dirty_range ORDER BY id LIMIT ${DIRTY_RANGES_MAX}) RETURNING from_at, to_at`,
  });
  return rows.map((row) => ({ from: row.from_at.getTime(), to: row.to_at.getTime() }));
}

export async function hasDirtyRanges(client: pg.ClientBase | pg.Pool): Promise<boolean> {
  return (await client.query('SELECT 1 FROM dirty_range LIMIT 1')).rowCount === 1;
}

/** Deletes what was evaluated after `t` while the clock ran ahead. */
export async function forgetAfter(client: pg.ClientBase, t: Instant): Promise<void> {
  const at = new Date(t);
  await client.query('DELETE FROM state_run WHERE at >= $1', [at]);
  await client.query('DELETE FROM raw_status WHERE at >= $1', [at]);
  await client.query('DELETE FROM status_interval WHERE from_at >= $1', [at]);
  await client.query('UPDATE status_interval SET to_at = NULL WHERE to_at >= $1', [at]);
}

/** Returns the instant of the newest raw probe between a day before and a minute after `now`, or null. */
export async function latestStoredAt(pool: pg.Pool, now: Instant): Promise<Instant | null> {
  for (const range of dayRanges(now - DAY_MS, now + 60_000).reverse()) {
    const { rows } = await pool.query<{ observed_at: Date }>(
      `SELECT observed_at FROM probe WHERE ${isWithin(range)} AND health > 0 ORDER BY day_ms(observed_at) DESC, series_id DESC LIMIT 1`,
    );
    if (rows[0]) return rows[0].observed_at.getTime();
  }
  return null;
}

type Alive = { evaluatedUntil: Instant; sourceIds: number[] };

/** Returns, for each instant at which the evaluation of components stopped, the sources that had reported within the longest silenceAfter before it. Sources of alerts are left out, because they report only changes. */
export async function sourcesAlive(pool: pg.Pool): Promise<Alive[]> {
  const { rows: ends } = await pool.query<{ at: Date; components: number[] }>(
    'SELECT evaluated_until AS at, array_agg(component_id) AS components FROM current_state GROUP BY 1 ORDER BY 1',
  );
  const { rows: silence } = await pool.query<{ ms: number }>('SELECT max(silence_after_ms) AS ms FROM policy_version');
  const alive: Alive[] = [];
  for (const { at, components } of ends) {
    const ids = new Set<number>();
    for (const range of dayRanges(at.getTime() - (silence[0]?.ms ?? 0) + 1, at.getTime())) {
      const { rows } = await pool.query<{ id: number }>(
        `SELECT DISTINCT s.source_id AS id FROM probe o JOIN series s ON s.id = o.series_id JOIN source c ON c.id = s.source_id JOIN instance i ON i.id = s.instance_id
         WHERE c.kind <> 'edge' AND o.health > 0 AND i.component_id = ANY($1) AND ${isWithin(range)}`,
        [components],
      );
      for (const { id } of rows) ids.add(id);
    }
    alive.push({ evaluatedUntil: at.getTime(), sourceIds: [...ids] });
  }
  return alive;
}

const NOT_REPORTING = ['silent', 'unknown', 'retired'].map((state) => STATES.indexOf(state as State)).join();

// The last state of each series at the end of the record. A source of alerts does not become silent, so that of its series only those with a
// firing alert that is repeated in time are active.
const ACTIVE = `SELECT DISTINCT i.component_id FROM series s JOIN source c ON c.id = s.source_id JOIN instance i ON i.id = s.instance_id
CROSS JOIN LATERAL (SELECT r.state FROM state_run r WHERE r.series_id = s.id ORDER BY r.at DESC LIMIT 1) last
WHERE s.source_id = ANY($1) AND last.state NOT IN (${NOT_REPORTING}) AND (c.kind <> 'edge' OR last.state <> ${STATES.indexOf('up')})`;

/**
 * Returns the components of which the sources observe an instance now: one that is not retired, and reported within the time after which it
 * is silent or unknown (`silenceAfter` of the policy, interval and grace of a heartbeat, `repeatWithin` of an alert).
 */
export async function componentsOfSources(client: pg.ClientBase, sourceIds: readonly number[]): Promise<Set<number>> {
  const { rows } = await client.query<{ component_id: number }>({
    name: 'components-of-sources',
    text: ACTIVE,
    values: [sourceIds],
  });
  return new Set(rows.map((row) => row.component_id));
}
