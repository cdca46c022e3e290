import type pg from 'pg';
import type { Episode, IncidentRecord, IncidentSettings } from '#domain/automation/incident-record';
import type { IncidentState } from '#domain/incident/incident';
import type { Status } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';

type IncidentRow = {
  id: number;
  origin: string;
  state: IncidentState;
  moved_at: Date;
  is_closed: boolean;
  is_public: boolean;
  held_until: Date | null;
  started_at: Date;
  component_ids: number[];
  published_ids: number[];
  operational_ids: number[];
};
type EpisodeRow = {
  id: number;
  incident_id: number;
  component_id: number;
  from_at: Date;
  to_at: Date | null;
  level: 2 | 3;
  is_removed: boolean;
  is_published: boolean;
};

const RELEVANT = `SELECT id FROM incident WHERE is_open
  UNION SELECT incident_id FROM episode WHERE COALESCE(to_at, 'infinity') > $1`;
const INCIDENTS = `SELECT i.id, i.origin, i.state, i.moved_at, i.withdrawn_at IS NOT NULL OR i.merged_into_id IS NOT NULL AS is_closed, i.public_at IS NOT NULL AS is_public,
  i.held_until, i.started_at,
  ARRAY(SELECT c.component_id FROM incident_component c WHERE c.incident_id = i.id ORDER BY c.component_id) AS component_ids,
  ARRAY(SELECT n.component_id FROM incident_component n WHERE n.incident_id = i.id AND (i.public_at IS NULL OR EXISTS (
    SELECT 1 FROM public_incident_component p WHERE p.incident_id = n.incident_id AND p.component_id = n.component_id)) ORDER BY n.component_id) AS published_ids,
  ARRAY(SELECT c.component_id FROM incident_component c WHERE c.incident_id = i.id AND c.status = 'operational') AS operational_ids
FROM incident i WHERE i.id IN (${RELEVANT}) ORDER BY i.started_at, i.id`;
const EPISODES = `SELECT id, incident_id, component_id, from_at, to_at, level, removed_at IS NOT NULL AS is_removed, is_published FROM episode WHERE incident_id = ANY($1) ORDER BY from_at, id`;

function toEpisode(row: EpisodeRow): Episode {
  const { id, level } = row;
  return {
    id,
    componentId: row.component_id,
    from: row.from_at.getTime(),
    to: row.to_at?.getTime() ?? null,
    level,
    isRemoved: row.is_removed,
    isPublished: row.is_published,
  };
}

/** Reads open incidents and those with an episode that ended after `since`. */
export async function incidentRecords(client: pg.ClientBase, since: Instant): Promise<IncidentRecord[]> {
  const { rows } = await client.query<IncidentRow>({
    name: 'automation-incidents',
    text: INCIDENTS,
    values: [new Date(since)],
  });
  if (rows.length === 0) return [];
  const { rows: episodes } = await client.query<EpisodeRow>({
    name: 'automation-episodes',
    text: EPISODES,
    values: [rows.map(({ id }) => id)],
  });
  return rows.map((row) => ({
    id: row.id,
    origin: row.origin === 'automatic' ? 'automatic' : 'staff',
    state: row.state,
    movedAt: row.moved_at.getTime(),
    isClosed: row.is_closed,
    isPublic: row.is_public,
    heldUntil: row.held_until?.getTime() ?? null,
    startedAt: row.started_at.getTime(),
    componentIds: row.component_ids,
    publishedIds: row.published_ids,
    operationalIds: row.operational_ids,
    episodes: episodes.filter((episode) => episode.incident_id === row.id).map(toEpisode),
  }));
}

type SettingRow = {
  component_id: number;
  publish: IncidentSettings['publish'];
  hold_ms: number;
  resolve: IncidentSettings['resolve'];
  approval: IncidentSettings['approval'];
} & Record<'rejoin_within_ms' | 'join_within_ms', number>;

/** Reads the incident settings of the components that have their own. */
export async function incidentSettings(client: pg.ClientBase): Promise<Map<number, IncidentSettings>> {
  const { rows } = await client.query<SettingRow>({
    name: 'incident-settings',
    text: 'SELECT * FROM incident_setting',
  });
  return new Map(
    rows.map(({ component_id, publish, hold_ms, resolve, rejoin_within_ms, join_within_ms, approval }) => [
      component_id,
      { publish, holdMs: hold_ms, resolve, rejoinWithinMs: rejoin_within_ms, joinWithinMs: join_within_ms, approval },
    ]),
  );
}

const OUTAGES = `SELECT component_id, from_at, to_at, status FROM status_interval
WHERE status IN ('partial_outage', 'major_outage') AND COALESCE(to_at, 'infinity') > $1 ORDER BY component_id, from_at`;

/** Reads the intervals of partial and major outages that ended after `since`, ascending, by component. */
export async function outageIntervals(
  client: pg.ClientBase,
  since: Instant,
): Promise<Map<number, { from: Instant; to: Instant | null; status: Status }[]>> {
  const { rows } = await client.query<{ component_id: number; from_at: Date; to_at: Date | null; status: Status }>({
    name: 'outage-intervals',
    text: OUTAGES,
    values: [new Date(since)],
  });
  const byComponent = Map.groupBy(rows, (row) => row.component_id);
  return new Map(
    [...byComponent].map(([id, own]) => [
      id,
      own.map(({ from_at, to_at, status }) => ({ from: from_at.getTime(), to: to_at?.getTime() ?? null, status })),
    ]),
  );
}
