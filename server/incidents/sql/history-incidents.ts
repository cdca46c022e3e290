import type pg from 'pg';
import type { Stated } from '#domain/measurement/status';
import type { Instant, Span } from '#domain/time/interval';
import type { IncidentRow } from './incident-rows.ts';

/**
 * A public incident in a list. `stated`: the statuses that its public updates changed. `excerpt`: the beginning of its latest text by people or, without
 * one, of its latest text.
 */
export type ListedRow = IncidentRow & { stated: Stated[]; excerpt: string | null };

const UPDATES = `CROSS JOIN LATERAL (
  SELECT array_remove(array_agg(DISTINCT m.old_status) || array_agg(DISTINCT m.new_status), NULL) AS stated
  FROM public_update u LEFT JOIN incident_impact m ON m.update_id = u.id WHERE u.incident_id = i.id
) u LEFT JOIN LATERAL (
  SELECT left(COALESCE(w.text, w.body), 1000) AS excerpt FROM public_update w
  WHERE w.incident_id = i.id AND w.retracted_at IS NULL ORDER BY w.is_automatic, w.occurred_at DESC, w.id DESC LIMIT 1
) e ON true`;
const NEWEST_FIRST = 'ORDER BY started_at DESC, id DESC';

/** Condition on a row `i` of an incident: it affects the component with the slug in the parameter, if that is given. */
const affects = (parameter: string) => `(${parameter}::text IS NULL OR EXISTS (
  SELECT 1 FROM public_incident_component n JOIN component c ON c.id = n.component_id WHERE n.incident_id = i.id AND c.slug = ${parameter}))`;

const BY_ID = `SELECT i.*, u.*, e.* FROM public_incident i ${UPDATES} WHERE i.id = ANY ($1) ${NEWEST_FIRST}`;

/** Returns public incidents by their ids, newest first. */
export async function listedRows(client: pg.ClientBase, ids: readonly number[]): Promise<ListedRow[]> {
  return (await client.query<ListedRow>({ name: 'listed-incidents', text: BY_ID, values: [ids] })).rows;
}

const MONTH = "date_trunc('month', started_at, 'UTC')";
/** Reads a page of each month of the span, newest first. */
const HISTORY = `SELECT i.*, u.*, e.* FROM (
  SELECT *, row_number() OVER (PARTITION BY ${MONTH} ${NEWEST_FIRST}) AS place
  FROM public_incident i WHERE started_at >= $1 AND started_at < $2 AND ${affects('$5')}
) i ${UPDATES} WHERE i.place > $3 AND i.place <= $3 + $4 ${NEWEST_FIRST}`;

/** `component`: only incidents that affect the component with this slug. */
type OfComponent = { component: string | null };

export async function historyRows(
  client: pg.ClientBase,
  { from, to }: Span,
  { offset, limit, component }: OfComponent & { offset: number; limit: number },
): Promise<ListedRow[]> {
  return (
    await client.query<ListedRow>({
      name: 'history',
      text: HISTORY,
      values: [new Date(from), new Date(to), offset, limit, component],
    })
  ).rows;
}

const RECENT = `SELECT i.*, u.*, e.* FROM (
  SELECT * FROM public_incident WHERE NOT is_open AND withdrawn_at IS NULL AND merged_into IS NULL ${NEWEST_FIRST} LIMIT $1
) i ${UPDATES} ${NEWEST_FIRST}`;

/** Reads the latest resolved incidents, newest first. */
export async function recentRows(client: pg.ClientBase, limit: number): Promise<ListedRow[]> {
  return (await client.query<ListedRow>({ name: 'history-recent', text: RECENT, values: [limit] })).rows;
}

// Overlapping outages count once. What was withdrawn or merged has no downtime of its own.
const MONTHS = `WITH listed AS (
  SELECT i.id, ${MONTH} AS month_at, i.withdrawn_at IS NULL AND i.merged_into IS NULL AS is_counted
  FROM public_incident i WHERE started_at >= $1 AND started_at < $2 AND ${affects('$4')}
), down AS (
  SELECT l.month_at, unnest(range_agg(tstzrange(e.from_at, GREATEST(COALESCE(e.to_at, $3), e.from_at)))) AS span
  FROM listed l JOIN episode e ON e.incident_id = l.id AND e.removed_at IS NULL JOIN component c ON c.id = e.component_id
  WHERE l.is_counted AND ($4::text IS NULL OR c.slug = $4) GROUP BY l.month_at
)
SELECT l.month_at, count(*)::int AS incidents,
  COALESCE((SELECT sum(extract(epoch FROM upper(d.span) - lower(d.span)) * 1000) FROM down d WHERE d.month_at = l.month_at), 0)::float8 AS down_ms
FROM listed l GROUP BY l.month_at`;

/** How many public incidents began in a month, and the measured downtime of all of them. */
export type MonthTotal = { incidents: number; downMs: number };

/** Reads the totals of the months (UTC) of a span, by the start of the month. A month without incidents is missing. */
export async function monthTotals(
  client: pg.ClientBase,
  { from, to }: Span,
  { component, now }: OfComponent & { now: Instant },
): Promise<Map<Instant, MonthTotal>> {
  const { rows } = await client.query<{ month_at: Date; incidents: number; down_ms: number }>({
    name: 'history-months',
    text: MONTHS,
    values: [new Date(from), new Date(to), new Date(now), component],
  });
  return new Map(
    rows.map(({ month_at, incidents, down_ms }) => [month_at.getTime(), { incidents, downMs: Math.round(down_ms) }]),
  );
}

/** An incident lasts until it was resolved, withdrawn or merged. */
const OF_DAY = `SELECT i.*, u.*, e.* FROM (
  SELECT * FROM public_incident i
  WHERE started_at < $2 AND (is_open OR COALESCE(resolved_at, withdrawn_at, updated_at) >= $1) AND ${affects('$3')}
  ${NEWEST_FIRST} LIMIT $4
) i ${UPDATES} ${NEWEST_FIRST}`;

/** Reads the public incidents that were open at some time within a span, newest first. */
export async function dayRows(
  client: pg.ClientBase,
  { from, to }: Span,
  { component, limit }: OfComponent & { limit: number },
): Promise<ListedRow[]> {
  return (
    await client.query<ListedRow>({
      name: 'history-day',
      text: OF_DAY,
      values: [new Date(from), new Date(to), component, limit],
    })
  ).rows;
}

const OLDER = `SELECT EXISTS (SELECT 1 FROM public_incident i WHERE started_at < $1 AND ${affects('$2')}) AS is_there`;

/** Returns whether a public incident started before `t`. */
export async function isAnyBefore(client: pg.ClientBase, t: Instant, { component }: OfComponent): Promise<boolean> {
  return (
    (
      await client.query<{ is_there: boolean }>({
        name: 'history-older',
        text: OLDER,
        values: [new Date(t), component],
      })
    ).rows[0]?.is_there ?? false
  );
}

/** Searches only the newest incidents, and reads details only of those found. */
const FOUND = `WITH searched AS (
  SELECT id, title, started_at FROM public_incident ${NEWEST_FIRST} LIMIT $4
), found AS MATERIALIZED (
  SELECT i.id FROM searched i WHERE (i.title ILIKE $1 OR EXISTS (
    SELECT 1 FROM public_update w WHERE w.incident_id = i.id AND w.retracted_at IS NULL AND w.body ILIKE $1)) AND ${affects('$5')}
  ${NEWEST_FIRST} LIMIT $2 OFFSET $3
)
SELECT i.*, u.*, e.* FROM public_incident i ${UPDATES} WHERE i.id IN (SELECT id FROM found) ${NEWEST_FIRST}`;

type Search = OfComponent & { limit: number; offset: number; searchedMax: number };

/** Reads the public incidents, of the newest `searchedMax`, with a text in title or public updates, ignoring case, newest first. */
export async function foundRows(
  client: pg.ClientBase,
  text: string,
  { limit, offset, searchedMax, component }: Search,
): Promise<ListedRow[]> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return (
    await client.query<ListedRow>({
      name: 'history-found',
      text: FOUND,
      values: [pattern, limit, offset, searchedMax, component],
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
