import type pg from 'pg';
import { STATES, type State } from '#domain/measurement/probe';
import type { Instant, Step } from '#domain/time/interval';

type Row = { series_id: number; at: Date; state: number };

const BEFORE = `SELECT s.id AS series_id, r.at, r.state FROM unnest($1::int[]) AS s(id)
CROSS JOIN LATERAL (SELECT at, state FROM state_run WHERE series_id = s.id AND at <= $2 ORDER BY at DESC LIMIT 1) r`;
const WITHIN = 'SELECT series_id, at, state FROM state_run WHERE at > $1 AND at <= $2 ORDER BY series_id, at'; // index state_run_at

function toStep(row: Row): Step<State> {
  return { at: row.at.getTime(), value: STATES[row.state] as State };
}

/** Returns the steps of each series: the one in force at `from`, and those in (from, to]. */
export async function loadStates(
  client: pg.ClientBase,
  seriesIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<Map<number, Step<State>[]>> {
  const before = await client.query<Row>({ name: 'states-before', text: BEFORE, values: [seriesIds, new Date(from)] });
  const within = await client.query<Row>({
    name: 'states-within',
    text: WITHIN,
    values: [new Date(from), new Date(to)],
  });
  const states = new Map<number, Step<State>[]>(before.rows.map((row) => [row.series_id, [toStep(row)]]));
  for (const row of within.rows) {
    const steps = states.get(row.series_id);
    if (steps) steps.push(toStep(row));
    else states.set(row.series_id, [toStep(row)]);
  }
  return states;
}

/** Returns when any of the series was first observed, or null where none was evaluated yet. */
export async function firstSeenAt(pool: pg.Pool, seriesIds: readonly number[]): Promise<Instant | null> {
  const { rows } = await pool.query<{ at: Date | null }>(
    'SELECT min(at) AS at FROM state_run WHERE series_id = ANY($1)',
    [seriesIds],
  );
  return rows[0]?.at?.getTime() ?? null;
}

export type StateChange = { seriesId: number; steps: readonly Step<State>[] };

/** Replaces the steps in [from, to] of the given series. */
export async function replaceStates(
  client: pg.ClientBase,
  changes: readonly StateChange[],
  from: Instant,
  to: Instant,
): Promise<void> {
  if (changes.length === 0) return;
  await client.query('DELETE FROM state_run WHERE series_id = ANY($1) AND at >= $2 AND at <= $3', [
    changes.map((change) => change.seriesId),
    new Date(from),
    new Date(to),
  ]);
  const rows = changes.flatMap(({ seriesId, steps }) => steps.map((step) => ({ seriesId, ...step })));
  await client.query(
    'INSERT INTO state_run (series_id, at, state) SELECT i.series_id, to_timestamp(i.at_ms / 1000.0), i.state FROM unnest($1::int[], $2::float8[], $3::smallint[]) AS i(series_id, at_ms, state)',
    [rows.map((row) => row.seriesId), rows.map((row) => row.at), rows.map((row) => STATES.indexOf(row.value))],
  );
}
