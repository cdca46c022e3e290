import type pg from 'pg';
import type { AlertFacts, OutageFact } from '#domain/alerting/alert';
import { cooldownEndsAt } from '#domain/automation/flapping';
import type { Stated } from '#domain/measurement/status';
import type { Instant } from '#domain/time/interval';
import { IS_PUBLISHED } from '#server/incidents/sql/published-components';

/** Of each kind of fact so many are looked at: with more going on at once, people know. */
const FACTS_MAX = 1_000;
const IS_OPEN = "i.state NOT IN ('resolved', 'postmortem') AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL";

/** How far back ups and downs of a component are looked at. */
const UPS_AND_DOWNS_MS = 6 * 3_600_000;

const OUTAGES = `SELECT c.slug, c.name, e.level, e.from_at, e.to_at, i.public_id,
  CASE WHEN i.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN NOT (${IS_OPEN}) THEN 'resolved' END AS closed,
  EXISTS (SELECT 1 FROM episode b WHERE b.incident_id = e.incident_id AND b.component_id = e.component_id AND b.removed_at IS NULL AND b.from_at < e.from_at) AS is_return,
  ARRAY(SELECT ARRAY[b.from_at, b.to_at] FROM episode b WHERE b.component_id = c.id AND b.removed_at IS NULL AND b.from_at > $2 ORDER BY b.from_at DESC LIMIT $1) AS lately
FROM component c
CROSS JOIN LATERAL (SELECT * FROM episode WHERE component_id = c.id AND removed_at IS NULL ORDER BY from_at DESC LIMIT 1) e
JOIN incident i ON i.id = e.incident_id WHERE c.archived_at IS NULL ORDER BY c.id LIMIT $1`;
type OutageRow = Pick<OutageFact, 'slug' | 'name' | 'level' | 'closed'> & {
  from_at: Date;
  to_at: Date | null;
  public_id: string;
  is_return: boolean;
  lately: [Date, Date | null][];
};

/** The newest outage of each component, whatever became of its incident. */
export async function newestOutages(client: pg.ClientBase, now: Instant): Promise<OutageFact[]> {
  const { rows } = await client.query<OutageRow>({
    name: 'newest-outages',
    text: OUTAGES,
    values: [FACTS_MAX, new Date(now - UPS_AND_DOWNS_MS)],
  });
  return rows.map(({ from_at, to_at, public_id, is_return, lately, ...row }) => ({
    ...row,
    incident: public_id,
    from: from_at.getTime(),
    to: to_at?.getTime() ?? null,
    isReturn: is_return,
    cooldownEndsAt: cooldownEndsAt(lately.map(([from, to]) => ({ from: from.getTime(), to: to?.getTime() ?? null }))),
  }));
}

/** Incidents that are open, public or not. */
export async function openIncidentIds(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ public_id: string }>({
    name: 'open-incident-ids',
    text: `SELECT i.public_id FROM incident i WHERE ${IS_OPEN} ORDER BY i.id LIMIT $1`,
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id }) => public_id);
}

const PROMISES = `SELECT i.public_id, i.title, u.next_update_by FROM incident i CROSS JOIN LATERAL (
  SELECT next_update_by FROM incident_update WHERE incident_id = i.id AND 'public' = ANY(audience)
    AND (author_kind <> 'system' OR next_update_by IS NOT NULL OR state IN ('resolved', 'postmortem')) ORDER BY published_at DESC, id DESC LIMIT 1) u
WHERE ${IS_OPEN} AND u.next_update_by IS NOT NULL ORDER BY i.id LIMIT $1`;

/** What the newest public word of each open incident promises. Monitoring that speaks and promises nothing neither keeps nor takes back what a person promised, unless it ended the incident. */
export async function standingPromises(client: pg.ClientBase): Promise<AlertFacts['promises']> {
  const { rows } = await client.query<{ public_id: string; title: string; next_update_by: Date }>({
    name: 'standing-promises',
    text: PROMISES,
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id, title, next_update_by }) => ({
    incident: public_id,
    title,
    by: next_update_by.getTime(),
  }));
}

// Of several incidents that name a component, one that readers see, the newest of those.
const NAMING = `SELECT i.public_id FROM incident_component n JOIN incident i ON i.id = n.incident_id
  WHERE n.component_id = c.id AND ${IS_OPEN} ORDER BY i.public_at IS NULL, i.id DESC LIMIT 1`;
const SAID = `SELECT c.id, c.slug, c.name, ARRAY(SELECT n.status FROM incident_component n JOIN incident i ON i.id = n.incident_id
  WHERE n.component_id = c.id AND i.public_at IS NOT NULL AND ${IS_OPEN} AND ${IS_PUBLISHED}) AS said, (${NAMING}) AS incident
FROM component c WHERE c.archived_at IS NULL ORDER BY c.id`;
type SaidRow = { id: number; slug: string; name: string; said: Stated[]; incident: string | null };

/** Each component with what open public incidents say of it, and one that names it, public or not. */
export async function saidOfComponents(client: pg.ClientBase): Promise<SaidRow[]> {
  return (await client.query<SaidRow>({ name: 'said-of-components', text: SAID })).rows;
}

const TROUBLES = `SELECT i.public_id, i.title, u.said_at, t.names FROM incident i
CROSS JOIN LATERAL (SELECT max(published_at) AS said_at FROM incident_update WHERE incident_id = i.id AND 'public' = ANY(audience)) u
CROSS JOIN LATERAL (SELECT array_agg(c.name ORDER BY c.position, c.slug) AS names FROM incident_component n JOIN component c ON c.id = n.component_id
  WHERE n.incident_id = i.id AND n.status <> 'operational' AND ${IS_PUBLISHED}) t
WHERE ${IS_OPEN} AND i.public_at IS NOT NULL AND u.said_at IS NOT NULL AND t.names IS NOT NULL ORDER BY i.id LIMIT $1`;

/** Open public incidents of which readers see trouble, with when they were last told of it. */
export async function publishedTroubles(client: pg.ClientBase): Promise<AlertFacts['troubles']> {
  const { rows } = await client.query<{ public_id: string; title: string; said_at: Date; names: string[] }>({
    name: 'troubles-told',
    text: TROUBLES,
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id, title, said_at, names }) => ({
    incident: public_id,
    title,
    names,
    saidAt: said_at.getTime(),
  }));
}
