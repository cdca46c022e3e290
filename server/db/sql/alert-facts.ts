import type pg from 'pg';
import type { Stated } from '#domain/incident';
import type { AlertFacts } from '#domain/staff-alert';

/** Of each kind of fact so many are looked at: with more going on at once, people know. */
const FACTS_MAX = 1_000;
const IS_OPEN = "i.state NOT IN ('resolved', 'postmortem') AND i.withdrawn_at IS NULL AND i.merged_into_id IS NULL";

const OUTAGES = `SELECT e.id, i.public_id, c.name, e.level, e.from_at,
  EXISTS (SELECT 1 FROM episode b WHERE b.incident_id = e.incident_id AND b.component_id = e.component_id AND b.erased_at IS NULL AND b.from_at < e.from_at) AS is_return
FROM episode e JOIN incident i ON i.id = e.incident_id JOIN component c ON c.id = e.component_id
WHERE COALESCE(e.to_at, 'infinity') = 'infinity' AND e.erased_at IS NULL AND ${IS_OPEN} ORDER BY e.id LIMIT $1`;

/** Outages that go on, of incidents that are open, public or not. */
export async function outagesGoingOn(client: pg.ClientBase): Promise<AlertFacts['outages']> {
  const { rows } = await client.query<{ id: number; public_id: string; name: string; level: 2 | 3; from_at: Date; is_return: boolean }>({
    name: 'outages-going-on',
    text: OUTAGES,
    values: [FACTS_MAX],
  });
  return rows.map(({ id, public_id, name, level, from_at, is_return }) => ({
    episode: id,
    incident: public_id,
    name,
    level,
    from: from_at.getTime(),
    isReturn: is_return,
  }));
}

const PROMISES = `SELECT i.public_id, i.title, u.next_update_by FROM incident i CROSS JOIN LATERAL (
  SELECT next_update_by FROM incident_update WHERE incident_id = i.id AND 'public' = ANY(audience) ORDER BY published_at DESC, id DESC LIMIT 1) u
WHERE ${IS_OPEN} AND u.next_update_by IS NOT NULL ORDER BY i.id LIMIT $1`;

/** What the newest public word of each open incident promises. */
export async function standingPromises(client: pg.ClientBase): Promise<AlertFacts['promises']> {
  const { rows } = await client.query<{ public_id: string; title: string; next_update_by: Date }>({
    name: 'standing-promises',
    text: PROMISES,
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id, title, next_update_by }) => ({ incident: public_id, title, by: next_update_by.getTime() }));
}

const SAID = `SELECT c.id, c.slug, c.name, ARRAY(SELECT n.status FROM incident_component n JOIN incident i ON i.id = n.incident_id
  WHERE n.component_id = c.id AND i.public_at IS NOT NULL AND ${IS_OPEN}) AS said
FROM component c ORDER BY c.id`;

/** Each component with what open public incidents say of it. */
export async function saidOfComponents(client: pg.ClientBase): Promise<{ id: number; slug: string; name: string; said: Stated[] }[]> {
  return (await client.query<{ id: number; slug: string; name: string; said: Stated[] }>({ name: 'said-of-components', text: SAID })).rows;
}

const TROUBLES = `SELECT i.public_id, i.title, u.said_at, n.names FROM incident i
CROSS JOIN LATERAL (SELECT max(published_at) AS said_at FROM incident_update WHERE incident_id = i.id AND 'public' = ANY(audience)) u
CROSS JOIN LATERAL (SELECT array_agg(c.name ORDER BY c.position, c.slug) AS names FROM incident_component s JOIN component c ON c.id = s.component_id
  WHERE s.incident_id = i.id AND s.status <> 'operational') n
WHERE ${IS_OPEN} AND i.public_at IS NOT NULL AND u.said_at IS NOT NULL AND n.names IS NOT NULL ORDER BY i.id LIMIT $1`;

/** Open public incidents of which readers see trouble, with when they were last told of it. */
export async function troublesTold(client: pg.ClientBase): Promise<AlertFacts['troubles']> {
  const { rows } = await client.query<{ public_id: string; title: string; said_at: Date; names: string[] }>({
    name: 'troubles-told',
    text: TROUBLES,
    values: [FACTS_MAX],
  });
  return rows.map(({ public_id, title, said_at, names }) => ({ incident: public_id, title, names, saidAt: said_at.getTime() }));
}
