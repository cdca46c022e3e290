import type pg from 'pg';
import type { Stated } from '#domain/measurement/status';
import type { Span } from '#domain/time/interval';
import type { IncidentRow } from './incident-rows.ts';

/** A public incident in a list. `updates`: how many public ones it has. `stated`: the statuses that they changed. */
export type ListedRow = IncidentRow & { updates: number; stated: Stated[] };
/** `of_month`: public incidents that began in the same month. */
export type MonthRow = ListedRow & { of_month: number };

const UPDATES = `CROSS JOIN LATERAL (
  SELECT count(DISTINCT u.id)::int AS updates, array_remove(array_agg(DISTINCT m.old_status) || array_agg(DISTINCT m.new_status), NULL) AS stated
  FROM public_update u LEFT JOIN incident_impact m ON m.update_id = u.id WHERE u.incident_id = i.id
) u`;
const NEWEST_FIRST = 'ORDER BY started_at DESC, id DESC';

const MONTH = "PARTITION BY date_trunc('month', started_at, 'UTC')";
/** Reads a page of each month of the span, newest first. */
const HISTORY = `SELECT i.*, u.* FROM (
  SELECT *, row_number() OVER (${MONTH} ${NEWEST_FIRST}) AS place, count(*) OVER (${MONTH})::int AS of_month
  FROM public_incident WHERE started_at >= $1 AND started_at < $2
) i ${UPDATES} WHERE i.place > $3 AND i.place <= $3 + $4 ${NEWEST_FIRST}`;

export async function historyRows(
  client: pg.ClientBase,
  { from, to }: Span,
  { offset, limit }: { offset: number; limit: number },
): Promise<MonthRow[]> {
  return (
    await client.query<MonthRow>({
      name: 'history',
      text: HISTORY,
      values: [new Date(from), new Date(to), offset, limit],
    })
  ).rows;
}

const OLDER = 'SELECT EXISTS (SELECT 1 FROM public_incident WHERE started_at < $1) AS is_there';

/** Returns whether a public incident started before `t`. */
export async function isAnyBefore(client: pg.ClientBase, t: number): Promise<boolean> {
  return (
    (await client.query<{ is_there: boolean }>({ name: 'history-older', text: OLDER, values: [new Date(t)] })).rows[0]
      ?.is_there ?? false
  );
}

/** Searches only the newest incidents, and reads details only of those found. */
const FOUND = `WITH searched AS (
  SELECT id, title, started_at FROM public_incident ${NEWEST_FIRST} LIMIT $4
), found AS MATERIALIZED (
  SELECT s.id FROM searched s WHERE s.title ILIKE $1 OR EXISTS (
    SELECT 1 FROM public_update w WHERE w.incident_id = s.id AND w.retracted_at IS NULL AND w.body ILIKE $1)
  ${NEWEST_FIRST} LIMIT $2 OFFSET $3
)
SELECT i.*, u.* FROM public_incident i ${UPDATES} WHERE i.id IN (SELECT id FROM found) ${NEWEST_FIRST}`;

type Search = { limit: number; offset: number; searchedMax: number };

/** Reads the public incidents, of the newest `searchedMax`, with a text in title or public updates, ignoring case, newest first. */
export async function foundRows(
  client: pg.ClientBase,
  text: string,
  { limit, offset, searchedMax }: Search,
): Promise<ListedRow[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return (
    await client.query<ListedRow>({
      name: 'history-found',
      text: FOUND,
      values: [pattern, limit, offset, searchedMax],
    })
  ).rows;
}

const BEYOND = 'SELECT EXISTS (SELECT 1 FROM public_incident ORDER BY started_at DESC, id DESC OFFSET $1) AS is_there';

/** Returns whether there are more than `count` public incidents. */
export async function areMoreThan(client: pg.ClientBase, count: number): Promise<boolean> {
  return (
    (await client.query<{ is_there: boolean }>({ name: 'history-beyond', text: BEYOND, values: [count] })).rows[0]
      ?.is_there ?? false
  );
}
