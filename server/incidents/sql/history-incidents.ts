import type pg from 'pg';
import type { IncidentState } from '#domain/incident/incident';
import type { Stated } from '#domain/measurement/status';
import type { Span } from '#domain/time/interval';

export type HistoryRow = {
  id: number;
  public_id: string;
  title: string;
  state: IncidentState;
  started_at: Date;
  resolved_at: Date | null;
  withdrawn_at: Date | null;
  merged_into: string | null;
  merged_into_title: string | null;
  updates: number;
  stated: Stated[];
};
/** `of_month`: public incidents that began in the same month. */
export type MonthRow = HistoryRow & { month_at: Date; of_month: number };

/** Columns of an incident in a list, without texts. */
const LINE = `i.id, i.public_id, i.title, i.state, i.started_at, i.resolved_at, i.withdrawn_at, u.updates, u.stated,
  target.public_id AS merged_into, target.title AS merged_into_title`;
const PUBLISHED = `CROSS JOIN LATERAL (
  SELECT count(DISTINCT u.id)::int AS updates, array_remove(array_agg(DISTINCT m.old_status) || array_agg(DISTINCT m.new_status), NULL) AS stated
  FROM incident_update u LEFT JOIN incident_impact m ON m.update_id = u.id WHERE u.incident_id = i.id AND 'public' = ANY(u.audience)
) u LEFT JOIN incident target ON target.id = i.merged_into_id AND target.public_at IS NOT NULL`;

/** Reads a page of each month of the span, newest first. */
const HISTORY = `WITH month AS (
  SELECT *, date_trunc('month', started_at, 'UTC') AS month_at,
    row_number() OVER (PARTITION BY date_trunc('month', started_at, 'UTC') ORDER BY started_at DESC, id DESC) AS place,
    count(*) OVER (PARTITION BY date_trunc('month', started_at, 'UTC'))::int AS of_month
  FROM incident WHERE public_at IS NOT NULL AND started_at >= $1 AND started_at < $2
)
SELECT ${LINE}, i.month_at, i.of_month
FROM month i ${PUBLISHED}
WHERE i.place > $3 AND i.place <= $3 + $4 ORDER BY i.started_at DESC, i.id DESC`;

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

const OLDER = 'SELECT EXISTS (SELECT 1 FROM incident WHERE public_at IS NOT NULL AND started_at < $1) AS is_there';

/** Returns whether a public incident started before `t`. */
export async function isAnyBefore(client: pg.ClientBase, t: number): Promise<boolean> {
  return (
    (await client.query<{ is_there: boolean }>({ name: 'history-older', text: OLDER, values: [new Date(t)] })).rows[0]
      ?.is_there ?? false
  );
}

/** Searches only the newest incidents, and reads details only of those found. */
const FOUND = `WITH searched AS (
  SELECT * FROM incident WHERE public_at IS NOT NULL ORDER BY started_at DESC, id DESC LIMIT $4
), i AS MATERIALIZED (
  SELECT * FROM searched s WHERE s.title ILIKE $1 OR EXISTS (
    SELECT 1 FROM incident_update w WHERE w.incident_id = s.id AND 'public' = ANY(w.audience) AND w.retracted_at IS NULL AND w.body ILIKE $1)
  ORDER BY s.started_at DESC, s.id DESC LIMIT $2 OFFSET $3
)
SELECT ${LINE} FROM i ${PUBLISHED} ORDER BY i.started_at DESC, i.id DESC`;

type Search = { limit: number; offset: number; searchedMax: number };

/** Reads the public incidents, of the newest `searchedMax`, with a text in title or public updates, ignoring case, newest first. */
export async function foundRows(
  client: pg.ClientBase,
  text: string,
  { limit, offset, searchedMax }: Search,
): Promise<HistoryRow[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return (
    await client.query<HistoryRow>({
      name: 'history-found',
      text: FOUND,
      values: [pattern, limit, offset, searchedMax],
    })
  ).rows;
}

const BEYOND =
  'SELECT EXISTS (SELECT 1 FROM incident WHERE public_at IS NOT NULL ORDER BY started_at DESC, id DESC OFFSET $1) AS is_there';

/** Returns whether there are more than `count` public incidents. */
export async function areMoreThan(client: pg.ClientBase, count: number): Promise<boolean> {
  return (
    (await client.query<{ is_there: boolean }>({ name: 'history-beyond', text: BEYOND, values: [count] })).rows[0]
      ?.is_there ?? false
  );
}
