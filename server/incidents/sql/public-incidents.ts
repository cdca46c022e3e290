import type pg from 'pg';
import type { IncidentState } from '#domain/incident/incident';
import type { Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { IS_OPEN } from './open-incident.ts';
import { IS_PUBLISHED } from './published-components.ts';

/**
 * Which public incidents are read: all open ones, those of a feed (the latest change first), one by its id, or a page of a query, newest first. `for_staff`: one by
 * its id as it would be if it became public at `at`; only for staff.
 */
export type IncidentChoice =
  | { kind: 'open' }
  | { kind: 'feed' }
  | { kind: 'one'; publicId: string }
  | { kind: 'for_staff'; publicId: string; at: Instant }
  | {
      kind: 'page';
      limit: number;
      offset: number;
      state?: 'open' | 'closed' | undefined;
      component?: string | undefined;
      from?: Instant | undefined;
      to?: Instant | undefined;
    };

export type IncidentRow = {
  id: number;
  public_id: string;
  title: string;
  origin: string;
  state: IncidentState;
  started_at: Date;
  created_at: Date;
  public_at: Date;
  updated_at: Date;
  monitoring_at: Date | null;
  resolved_at: Date | null;
  withdrawn_at: Date | null;
  merged_into: string | null;
  merged_into_title: string | null;
};
export type UpdateRow = {
  id: number;
  incident_id: number;
  public_id: string;
  state: IncidentState;
  body: string;
  html: string | null;
  text: string | null;
  notifies: boolean;
  is_automatic: boolean;
  occurred_at: Date;
  published_at: Date;
  edited_at: Date | null;
  retracted_at: Date | null;
  retracted_reason: string | null;
  next_update_by: Date | null;
};
export type ImpactRow = {
  update_id: number;
  public_id: string;
  slug: string;
  name: string;
  old_status: Stated;
  new_status: Stated;
};
export type ComponentOfIncident = {
  incident_id: number;
  public_id: string;
  slug: string;
  name: string;
  status: Stated;
};
export type RelatedRow = { incident_id: number; public_id: string; title: string };
export type EpisodeRow = {
  incident_id: number;
  slug: string;
  from_at: Date;
  to_at: Date | null;
  level: 2 | 3;
  confirmed_at: Date;
};

const columns = (
  publicAt: string,
) => `SELECT i.id, i.public_id, i.title, i.origin, i.state, i.started_at, i.created_at, ${publicAt} AS public_at,
  COALESCE(i.public_updated_at, ${publicAt}) AS updated_at, i.monitoring_at, i.resolved_at,
  i.withdrawn_at, target.public_id AS merged_into, target.title AS merged_into_title
FROM incident i LEFT JOIN incident target ON target.id = i.merged_into_id AND target.public_at IS NOT NULL`;
const INCIDENT = `${columns('i.public_at')} WHERE i.public_at IS NOT NULL`;
const FOR_STAFF = `${columns('COALESCE(i.public_at, $2)')} WHERE i.public_id = $1`;
const NEWEST_FIRST = 'ORDER BY i.started_at DESC, i.id DESC';
/** Open incidents on a page. */
const OPEN_MAX = 100;

/** As many as Statuspage lists. Open incidents are listed beyond this limit, up to OPEN_MAX. */
const FEED_LATEST = 50;
const LAST_CHANGE = 'GREATEST(i.public_updated_at, i.public_at) DESC, i.id DESC'; // as in the index incident_public_change
const FEED = `${INCIDENT} AND i.id IN (
  (SELECT i.id FROM incident i WHERE i.public_at IS NOT NULL ORDER BY ${LAST_CHANGE} LIMIT ${FEED_LATEST})
  UNION (SELECT i.id FROM incident i WHERE i.public_at IS NOT NULL AND ${IS_OPEN} ORDER BY ${LAST_CHANGE} LIMIT ${OPEN_MAX})
) ORDER BY ${LAST_CHANGE}`;

const PAGE = `${INCIDENT} AND ($1::text IS NULL OR ($1 = 'open') = (${IS_OPEN}))
  AND ($2::text IS NULL OR EXISTS (SELECT 1 FROM incident_component n JOIN component c ON c.id = n.component_id WHERE n.incident_id = i.id AND c.slug = $2 AND ${IS_PUBLISHED}))
  AND ($3::timestamptz IS NULL OR i.started_at >= $3) AND ($4::timestamptz IS NULL OR i.started_at < $4) ${NEWEST_FIRST} LIMIT $5 OFFSET $6`;

function date(t: Instant | undefined): Date | null {
  return t === undefined ? null : new Date(t);
}

export async function incidentRows(client: pg.ClientBase, choice: IncidentChoice): Promise<IncidentRow[]> {
  return (await client.query<IncidentRow>(queryOf(choice))).rows;
}

function queryOf(choice: IncidentChoice): { name: string; text: string; values?: unknown[] } {
  if (choice.kind === 'open')
    return { name: 'public-open', text: `${INCIDENT} AND ${IS_OPEN} ${NEWEST_FIRST} LIMIT ${OPEN_MAX}` };
  if (choice.kind === 'feed') return { name: 'public-feed', text: FEED };
  if (choice.kind === 'one')
    return { name: 'public-one', text: `${INCIDENT} AND i.public_id = $1`, values: [choice.publicId] };
  if (choice.kind === 'for_staff')
    return { name: 'incident-for-staff', text: FOR_STAFF, values: [choice.publicId, date(choice.at)] };
  const { state = null, component = null, from, to, limit, offset } = choice;
  return { name: 'public-page', text: PAGE, values: [state, component, date(from), date(to), limit, offset] };
}

/** Public updates, newest first, without the text of retracted ones. */
const UPDATES = `SELECT id, incident_id, public_id, state, notifies, author_kind = 'system' AS is_automatic,
  CASE WHEN retracted_at IS NULL THEN body ELSE '' END AS body, CASE WHEN retracted_at IS NULL THEN html ELSE '' END AS html,
  CASE WHEN retracted_at IS NULL THEN text ELSE '' END AS text,
  occurred_at, published_at, edited_at, retracted_at, retracted_reason, next_update_by
FROM incident_update WHERE incident_id = ANY($1) AND 'public' = ANY(audience) ORDER BY occurred_at DESC, id DESC`;
const IMPACTS = `SELECT m.update_id, c.public_id, c.slug, c.name, m.old_status, m.new_status FROM incident_impact m JOIN component c ON c.id = m.component_id
WHERE m.update_id = ANY($1) ORDER BY c.position, c.slug`;
const COMPONENTS = `SELECT n.incident_id, c.public_id, c.slug, c.name, n.status FROM incident_component n JOIN component c ON c.id = n.component_id
WHERE n.incident_id = ANY($1) AND ${IS_PUBLISHED} ORDER BY c.position, c.slug`;
const EPISODES = `SELECT e.incident_id, c.slug, e.from_at, e.to_at, e.level, e.confirmed_at FROM episode e JOIN component c ON c.id = e.component_id
WHERE e.incident_id = ANY($1) AND e.removed_at IS NULL ORDER BY e.from_at, c.position`;
/** Linked public incidents. */
const RELATED = `SELECT l.incident_id, i.public_id, i.title FROM (
  SELECT one_id AS incident_id, other_id AS related_id FROM incident_link WHERE one_id = ANY($1)
  UNION ALL SELECT other_id, one_id FROM incident_link WHERE other_id = ANY($1)) l
JOIN incident i ON i.id = l.related_id WHERE i.public_at IS NOT NULL ORDER BY i.started_at DESC, i.id DESC`;

export async function updateRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<UpdateRow[]> {
  return (await client.query<UpdateRow>({ name: 'public-updates', text: UPDATES, values: [incidentIds] })).rows;
}

export async function impactRows(client: pg.ClientBase, updateIds: readonly number[]): Promise<ImpactRow[]> {
  return (await client.query<ImpactRow>({ name: 'public-impacts', text: IMPACTS, values: [updateIds] })).rows;
}

export async function componentsOfIncidents(
  client: pg.ClientBase,
  incidentIds: readonly number[],
): Promise<ComponentOfIncident[]> {
  return (
    await client.query<ComponentOfIncident>({ name: 'public-components', text: COMPONENTS, values: [incidentIds] })
  ).rows;
}

export async function episodeRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<EpisodeRow[]> {
  return (await client.query<EpisodeRow>({ name: 'public-episodes', text: EPISODES, values: [incidentIds] })).rows;
}

export async function relatedRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<RelatedRow[]> {
  return (await client.query<RelatedRow>({ name: 'public-related', text: RELATED, values: [incidentIds] })).rows;
}
