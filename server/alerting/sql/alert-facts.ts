import type pg from 'pg';
import type { AlertFacts, OutageFact } from '#domain/alerting/alert';
import { cooldownEndsAt } from '#domain/automation/flapping';
import type { IncidentState } from '#domain/incident/incident';
import { nextUpdateDue } from '#domain/incident/next-update';
import type { Stated } from '#domain/measurement/status';
import { dayAt } from '#domain/time/day';
import type { Instant } from '#domain/time/interval';

/** Limit per kind of fact. With more at once, staff know that something is wrong. */
const FACTS_MAX = 1_000;

/** How far back outages count for the cooldown of a flapping component. */
const FLAPPING_MS = 6 * 3_600_000;

const OUTAGES = `SELECT c.slug, c.name, e.level, e.from_at, e.to_at, i.public_id,
  CASE WHEN i.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN NOT i.is_open THEN 'resolved' END AS closed,
  EXISTS (SELECT 1 FROM episode b WHERE b.incident_id = e.incident_id AND b.component_id = e.component_id AND b.removed_at IS NULL AND b.from_at < e.from_at) AS is_return,
  ARRAY(SELECT ARRAY[b.from_at, b.to_at] FROM episode b WHERE b.component_id = c.id AND b.removed_at IS NULL AND b.from_at > $2 ORDER BY b.from_at DESC LIMIT $1) AS recent
FROM component c
CROSS JOIN LATERAL (SELECT * FROM episode WHERE component_id = c.id AND removed_at IS NULL ORDER BY from_at DESC LIMIT 1) e
JOIN incident i ON i.id = e.incident_id WHERE c.archived_at IS NULL ORDER BY c.id LIMIT $1`;
type OutageRow = Pick<OutageFact, 'slug' | 'name' | 'level' | 'closed'> & {
  from_at: Date;
  to_at: Date | null;
  public_id: string;
  is_return: boolean;
  recent: [Date, Date | null][];
};

/** Returns the latest outage of each component, whether its incident is open or closed. */
export async function latestOutages(client: pg.ClientBase, now: Instant): Promise<OutageFact[]> {
  const { rows } = await client.query<OutageRow>({
    name: 'latest-outages',
    text: OUTAGES,
    values: [FACTS_MAX, new Date(now - FLAPPING_MS)],
  });
  return rows.map(({ from_at, to_at, public_id, is_return, recent, ...row }) => ({
    ...row,
    incident: public_id,
    from: from_at.getTime(),
    to: to_at?.getTime() ?? null,
    isReturn: is_return,
    cooldownEndsAt: cooldownEndsAt(recent.map(([from, to]) => ({ from: from.getTime(), to: to?.getTime() ?? null }))),
  }));
}

/** Returns the public ids of open incidents, published or not. */
export async function openIncidentIds(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ public_id: string }>({
    name: 'open-incident-ids',
    text: 'SELECT public_id FROM incident WHERE is_open ORDER BY id LIMIT $1',
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id }) => public_id);
}

const PROMISES = `SELECT i.public_id, i.title, u.updates FROM incident i CROSS JOIN LATERAL (
  SELECT json_agg(json_build_object('state', state, 'published_at', published_at, 'next_update_by', next_update_by, 'is_automatic', is_automatic)
    ORDER BY published_at, id) AS updates FROM public_update WHERE incident_id = i.id) u
WHERE i.is_open AND EXISTS (SELECT 1 FROM public_update WHERE incident_id = i.id AND next_update_by IS NOT NULL)
ORDER BY i.id LIMIT $1`;
type PromiseRow = {
  public_id: string;
  title: string;
  updates: { state: IncidentState; published_at: string; next_update_by: string | null; is_automatic: boolean }[];
};

/** Returns when the next update of each open incident is due, where one was announced. */
export async function duePromises(client: pg.ClientBase): Promise<AlertFacts['promises']> {
  const { rows } = await client.query<PromiseRow>({ name: 'due-promises', text: PROMISES, values: [FACTS_MAX] });
  return rows.flatMap(({ public_id, title, updates }) => {
    const by = nextUpdateDue(
      updates.map(({ state, published_at, next_update_by, is_automatic }) => ({
        state,
        publishedAt: Date.parse(published_at),
        nextUpdateBy: next_update_by === null ? null : Date.parse(next_update_by),
        isAutomatic: is_automatic,
      })),
    );
    return by === null ? [] : [{ incident: public_id, title, by }];
  });
}

const OVERDUE = `SELECT i.public_id AS incident, i.title, p.promised_on::text AS "promisedOn"
FROM postmortem p JOIN postmortem_incident n ON n.postmortem_id = p.id JOIN incident i ON i.id = n.incident_id
WHERE p.published_at IS NULL AND p.promised_on < $2::date AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL
ORDER BY p.promised_on, i.id LIMIT $1`;

/** Returns the incidents whose post-mortem was promised by a day that has passed (UTC), and is not published. */
export async function overduePostmortems(client: pg.ClientBase, now: Instant): Promise<AlertFacts['postmortems']> {
  const values = [FACTS_MAX, dayAt(now)];
  return (await client.query<AlertFacts['postmortems'][number]>({ name: 'overdue-postmortems', text: OVERDUE, values }))
    .rows;
}

const VOLUME_PAUSE = "SELECT paused_at FROM delivery_pause WHERE reason = 'volume'";

/** Returns since when the volume has paused sending to subscribers; null if it has not. */
export async function volumePausedAt(client: pg.ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ paused_at: Date }>({ name: 'volume-pause', text: VOLUME_PAUSE });
  return rows[0]?.paused_at.getTime() ?? null;
}

// If several incidents name a component, the newest public one is preferred.
const NAMING = `SELECT i.public_id FROM incident_component n JOIN incident i ON i.id = n.incident_id
  WHERE n.component_id = c.id AND i.is_open ORDER BY i.public_at IS NULL, i.id DESC LIMIT 1`;
const STATED = `SELECT c.id, c.slug, c.name, ARRAY(SELECT n.status FROM public_incident_component n JOIN public_incident i ON i.id = n.incident_id
  WHERE n.component_id = c.id AND i.is_open) AS stated, (${NAMING}) AS incident
FROM component c WHERE c.archived_at IS NULL ORDER BY c.id`;
type StatedRow = { id: number; slug: string; name: string; stated: Stated[]; incident: string | null };

/** Returns each component with the statuses that open public incidents state, and one open incident that names it, published or not. */
export async function statedComponents(client: pg.ClientBase): Promise<StatedRow[]> {
  return (await client.query<StatedRow>({ name: 'stated-components', text: STATED })).rows;
}

const IMPACTS = `SELECT i.public_id, i.title, u.last_update_at, t.names FROM public_incident i
CROSS JOIN LATERAL (SELECT max(published_at) AS last_update_at FROM public_update WHERE incident_id = i.id) u
CROSS JOIN LATERAL (SELECT array_agg(c.name ORDER BY c.position, c.slug) AS names FROM public_incident_component n JOIN component c ON c.id = n.component_id
  WHERE n.incident_id = i.id AND n.status <> 'operational') t
WHERE i.is_open AND u.last_update_at IS NOT NULL AND t.names IS NOT NULL ORDER BY i.id LIMIT $1`;

/** Returns open public incidents that affect components, with the time of their last public update. */
export async function publishedImpacts(client: pg.ClientBase): Promise<AlertFacts['troubles']> {
  const { rows } = await client.query<{ public_id: string; title: string; last_update_at: Date; names: string[] }>({
    name: 'published-impacts',
    text: IMPACTS,
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id, title, last_update_at, names }) => ({
    incident: public_id,
    title,
    names,
    lastUpdateAt: last_update_at.getTime(),
  }));
}
