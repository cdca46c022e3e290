import type pg from 'pg';
import type { IncidentState } from '#domain/incident/incident';

/**
 * An incident of a record. `components`: ids of those that readers know of. `recipients`: of its most widely sent message. `states_outage`: an update stated an
 * outage.
 */
export type RecordIncident = {
  id: number;
  public_id: string;
  title: string;
  origin: string;
  state: IncidentState;
  is_open: boolean;
  started_at: Date;
  created_at: Date;
  public_at: Date | null;
  acknowledged_at: Date | null;
  resolved_at: Date | null;
  components: number[];
  recipients: number;
  states_outage: boolean;
};

export type RecordEpisode = {
  component_id: number;
  from_at: Date;
  to_at: Date | null;
  level: 2 | 3;
  confirmed_at: Date;
};

/** A public update before the post-mortem. A retracted one has no text. */
export type RecordUpdate = {
  incident_id: number;
  state: IncidentState;
  text: string | null;
  body: string;
  is_automatic: boolean;
  is_retracted: boolean;
  occurred_at: Date;
  published_at: Date;
  next_update_by: Date | null;
};

const INCIDENTS = `SELECT i.id, i.public_id, i.title, i.origin, i.state, i.is_open, i.started_at, i.created_at, i.public_at, i.acknowledged_at, i.resolved_at,
  ARRAY(SELECT n.component_id FROM public_incident_component n WHERE n.incident_id = i.id) AS components,
  COALESCE((SELECT max(e.delivery_count) FROM event e WHERE e.incident_id = i.id AND e.kind <> 'postmortem'), 0) AS recipients,
  EXISTS (SELECT FROM public_update u JOIN incident_impact m ON m.update_id = u.id
    WHERE u.incident_id = i.id AND m.new_status IN ('partial_outage', 'major_outage')) AS states_outage
FROM incident i WHERE i.public_id = ANY ($1) ORDER BY i.started_at, i.id`;
const EPISODES = `SELECT component_id, from_at, to_at, level, confirmed_at FROM episode
WHERE incident_id = ANY ($1) AND removed_at IS NULL ORDER BY from_at, component_id`;
const UPDATES = `SELECT incident_id, state, text, body, is_automatic, retracted_at IS NOT NULL AS is_retracted, occurred_at, published_at, next_update_by FROM public_update
WHERE incident_id = ANY ($1) AND state <> 'postmortem' ORDER BY published_at, id`;

export async function recordIncidents(client: pg.ClientBase, publicIds: readonly string[]): Promise<RecordIncident[]> {
  return (await client.query<RecordIncident>({ name: 'record-incidents', text: INCIDENTS, values: [publicIds] })).rows;
}

export async function recordEpisodes(client: pg.ClientBase, incidentIds: readonly number[]): Promise<RecordEpisode[]> {
  return (await client.query<RecordEpisode>({ name: 'record-episodes', text: EPISODES, values: [incidentIds] })).rows;
}

export async function recordUpdates(client: pg.ClientBase, incidentIds: readonly number[]): Promise<RecordUpdate[]> {
  return (await client.query<RecordUpdate>({ name: 'record-updates', text: UPDATES, values: [incidentIds] })).rows;
}
