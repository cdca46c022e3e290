import type pg from 'pg';
import type { IncidentState } from '#domain/incident/incident';
import type { Stated } from '#domain/measurement/status';

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
  what_you_can_do: string | null;
};
export type ImpactRow = {
  update_id: number;
  public_id: string;
  slug: string;
  name: string;
  old_status: Stated;
  new_status: Stated;
};
export type ComponentRow = {
  incident_id: number;
  component_id: number;
  public_id: string;
  slug: string;
  name: string;
  status: Stated;
};
export type RelatedRow = { incident_id: number; public_id: string; title: string };
export type PostmortemRow = { incident_id: number; markdown: string; published_at: Date };
export type EpisodeRow = {
  incident_id: number;
  slug: string;
  from_at: Date;
  to_at: Date | null;
  level: 2 | 3;
  confirmed_at: Date;
};

const UPDATES = 'SELECT * FROM public_update WHERE incident_id = ANY($1) ORDER BY occurred_at DESC, id DESC';
const IMPACTS = `SELECT m.update_id, c.public_id, c.slug, c.name, m.old_status, m.new_status FROM incident_impact m JOIN component c ON c.id = m.component_id
WHERE m.update_id = ANY($1) ORDER BY c.position, c.slug`;
const COMPONENTS = `SELECT n.incident_id, n.component_id, c.public_id, c.slug, c.name, n.status FROM public_incident_component n JOIN component c ON c.id = n.component_id
WHERE n.incident_id = ANY($1) ORDER BY c.position, c.slug`;
const EPISODES = `SELECT e.incident_id, c.slug, e.from_at, e.to_at, e.level, e.confirmed_at FROM episode e JOIN component c ON c.id = e.component_id
WHERE e.incident_id = ANY($1) AND e.removed_at IS NULL ORDER BY e.from_at, c.position`;
/** Linked public incidents. */
const RELATED = `SELECT l.incident_id, i.public_id, i.title FROM (
  SELECT one_id AS incident_id, other_id AS related_id FROM incident_link WHERE one_id = ANY($1)
  UNION ALL SELECT other_id, one_id FROM incident_link WHERE other_id = ANY($1)) l
JOIN public_incident i ON i.id = l.related_id ORDER BY i.started_at DESC, i.id DESC`;

/** The texts of published post-mortems. */
const POSTMORTEMS = `SELECT n.incident_id, p.frozen ->> 'markdown' AS markdown, p.published_at
FROM postmortem_incident n JOIN public_postmortem p ON p.id = n.postmortem_id WHERE n.incident_id = ANY ($1)`;

export async function updateRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<UpdateRow[]> {
  return (await client.query<UpdateRow>({ name: 'public-updates', text: UPDATES, values: [incidentIds] })).rows;
}

export async function impactRows(client: pg.ClientBase, updateIds: readonly number[]): Promise<ImpactRow[]> {
  return (await client.query<ImpactRow>({ name: 'public-impacts', text: IMPACTS, values: [updateIds] })).rows;
}

export async function componentRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<ComponentRow[]> {
  return (await client.query<ComponentRow>({ name: 'public-components', text: COMPONENTS, values: [incidentIds] }))
    .rows;
}

export async function episodeRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<EpisodeRow[]> {
  return (await client.query<EpisodeRow>({ name: 'public-episodes', text: EPISODES, values: [incidentIds] })).rows;
}

export async function relatedRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<RelatedRow[]> {
  return (await client.query<RelatedRow>({ name: 'public-related', text: RELATED, values: [incidentIds] })).rows;
}

export async function postmortemRows(client: pg.ClientBase, incidentIds: readonly number[]): Promise<PostmortemRow[]> {
  return (await client.query<PostmortemRow>({ name: 'public-postmortems', text: POSTMORTEMS, values: [incidentIds] }))
    .rows;
}
