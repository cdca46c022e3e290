import type pg from 'pg';
import type { PostmortemState } from '#domain/postmortem/postmortem';
import type { Day } from '#domain/time/day';
import type { Instant, Span } from '#domain/time/interval';

type OwedRow = {
  public_id: string;
  title: string;
  started_at: Date;
  resolved_at: Date | null;
  postmortem: string | null;
  state: PostmortemState | null;
  promised_on: Day | null;
};

type PromisedRow = { public_id: string; title: string; started_at: Date; postmortem_promised_on: Day };

/** Rows of a list. */
const ROWS_MAX = 200;

/** Condition on a row `i` of an incident: monitoring or staff showed at least this. */
const HAD_OUTAGE = `(EXISTS (SELECT FROM episode e WHERE e.incident_id = i.id AND e.removed_at IS NULL)
  OR EXISTS (SELECT FROM public_update u JOIN incident_impact m ON m.update_id = u.id
    WHERE u.incident_id = i.id AND m.new_status IN ('partial_outage', 'major_outage')))`;
const HAD_IMPACT = `(EXISTS (SELECT FROM episode e WHERE e.incident_id = i.id AND e.removed_at IS NULL)
  OR EXISTS (SELECT FROM public_update u JOIN incident_impact m ON m.update_id = u.id
    WHERE u.incident_id = i.id AND m.new_status <> 'operational'))`;

// Without a promise or a draft, an outage counts only if it ended after $1, so that a new installation owes nothing for its past.
const OWED = `SELECT i.public_id, i.title, i.started_at, i.resolved_at, p.public_id AS postmortem, p.state, p.promised_on::text
FROM incident i LEFT JOIN postmortem_incident n ON n.incident_id = i.id LEFT JOIN postmortem p ON p.id = n.postmortem_id
WHERE i.public_at IS NOT NULL AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL AND p.published_version IS NULL
  AND (p.promised_on IS NOT NULL OR NOT i.is_open AND (p.id IS NOT NULL OR i.origin <> 'backfill' AND i.resolved_at >= $1 AND ${HAD_OUTAGE}))
ORDER BY p.promised_on NULLS LAST, i.resolved_at, i.id LIMIT ${ROWS_MAX}`;

const PROMISED = `SELECT i.public_id, i.title, i.started_at, i.postmortem_promised_on FROM public_incident i
WHERE i.postmortem_promised_on IS NOT NULL AND i.withdrawn_at IS NULL AND i.merged_into IS NULL
ORDER BY i.postmortem_promised_on, i.id LIMIT ${ROWS_MAX}`;

const YEAR = `SELECT count(*)::int AS incidents, count(i.postmortem)::int AS published,
  (percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM p.published_at - i.resolved_at) * 1000)
    FILTER (WHERE p.published_at >= i.resolved_at))::float8 AS median_ms
FROM public_incident i LEFT JOIN postmortem p ON p.public_id = i.postmortem
WHERE NOT i.is_open AND i.withdrawn_at IS NULL AND i.merged_into IS NULL AND i.started_at >= $1 AND i.started_at < $2 AND ${HAD_IMPACT}`;

/** Reads incidents without a published post-mortem: those that were promised, and outages that ended after `from`. The earliest promise first. */
export async function owedRows(client: pg.ClientBase | pg.Pool, from: Instant): Promise<OwedRow[]> {
  return (await client.query<OwedRow>({ name: 'owed-postmortems', text: OWED, values: [new Date(from)] })).rows;
}

/** Reads the public incidents whose post-mortem was promised and is not published, the earliest promise first. */
export async function promisedRows(client: pg.ClientBase): Promise<PromisedRow[]> {
  return (await client.query<PromisedRow>({ name: 'promised-postmortems', text: PROMISED })).rows;
}

type YearTotal = { incidents: number; published: number; median_ms: number | null };

/** Counts the public incidents with an impact that began within a span and are over, and those of them with a published post-mortem. */
export async function postmortemsOfYear(client: pg.ClientBase, { from, to }: Span): Promise<YearTotal> {
  const values = [new Date(from), new Date(to)];
  const { rows } = await client.query<YearTotal>({ name: 'postmortems-of-year', text: YEAR, values });
  return rows[0] as YearTotal; // an aggregate returns one row
}
