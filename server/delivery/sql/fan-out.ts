import type pg from 'pg';
import { RECIPIENT_MESSAGES_MAX, VOLUME_WINDOW_MS } from '#domain/delivery/breaker';
import type { EventKind } from '#domain/delivery/kind';
import type { Instant } from '#domain/time/interval';
import { LOCKS } from '#server/db/locks';
import type { MailContent } from '#server/delivery/channels/mail-content';

/** A due event. Ids of `event` are bigints, which the driver returns as text. */
export type DueEvent = {
  id: string;
  public_id: string;
  kind: EventKind;
  incident_id: number;
  update_id: number | null;
  /** Public id of the update. */
  update: string | null;
  recipients: 'scope' | 'notified' | 'readers';
  notifies: boolean;
  occurred_at: Date;
  created_at: Date;
  incident: string;
};

/**
 * Runs `work` while no other process fans out. The lock belongs to the session, because the work reads the incident between its transactions. Positions are
 * therefore visible in their order.
 */
export async function withFanOutLock<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCKS.fanOut]);
    return await work(client);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [LOCKS.fanOut]).catch((lost: Error) => {
      broken = lost; // closing the connection releases the lock
    });
    client.release(broken);
  }
}

/** While an update can be undone, the events of its incident wait, because their bodies would contain it. */
const isDue = (now: string) => `e.outcome IS NULL AND e.due_at <= ${now} AND NOT EXISTS (SELECT 1 FROM event u
  WHERE u.incident_id = e.incident_id AND u.outcome IS NULL AND u.undo IS NOT NULL AND u.due_at > ${now})`;

const NEXT = `SELECT e.id, e.public_id, e.kind, e.incident_id, e.update_id, e.recipients, e.notifies, e.occurred_at,
  e.created_at, i.public_id AS incident, t.public_id AS update
FROM event e JOIN incident i ON i.id = e.incident_id LEFT JOIN incident_update t ON t.id = e.update_id
WHERE ${isDue('$1')} AND e.incident_id <> ALL ($2::int[])
ORDER BY e.id LIMIT 1`;

/** Returns the earliest event that is due, except of some incidents. */
export async function nextDueEvent(
  client: pg.ClientBase,
  now: Instant,
  exceptIncidents: readonly number[],
): Promise<DueEvent | null> {
  return (await client.query<DueEvent>(NEXT, [new Date(now), exceptIncidents])).rows[0] ?? null;
}

const LOCK = `SELECT 1 FROM event e WHERE e.id = $1 AND ${isDue('$2')} FOR UPDATE OF e SKIP LOCKED`;

/**
 * Runs `work` in a transaction that locks an event. Returns null if the event is no longer due, or a change of its incident holds it. So what
 * was read of the incident before contains nothing that can be undone.
 */
export async function withDueEvent<T>(
  client: pg.ClientBase,
  { id }: Pick<DueEvent, 'id'>,
  now: Instant,
  work: () => Promise<T>,
): Promise<T | null> {
  await client.query('BEGIN');
  try {
    const { rowCount } = await client.query(LOCK, [id, new Date(now)]);
    const result = rowCount === 1 ? await work() : null;
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection is lost, and the transaction with it
    throw error;
  }
}

type Settled = {
  id: string;
  outcome: 'fanned_out' | 'silent' | 'too_old' | 'cancelled';
  body: string | null;
  mail: MailContent | null;
  deliveryCount: number;
  now: Instant;
};

/** Stores the outcome of an event. Published ones get the next position and their body. */
export async function settleEvent(
  client: pg.ClientBase,
  { id, outcome, body, mail, deliveryCount, now }: Settled,
): Promise<void> {
  await client.query(
    `UPDATE event SET outcome = $2, delivery_count = $3, body = $4, mail = $6, undo = NULL,
       position = CASE WHEN $4::text IS NOT NULL THEN (SELECT COALESCE(max(position), 0) + 1 FROM event) END,
       fanned_out_at = CASE WHEN $4::text IS NOT NULL THEN $5::timestamptz END
     WHERE id = $1`,
    [id, outcome, deliveryCount, body, new Date(now), mail],
  );
}

export type Volume = { isPaused: boolean; recentMessages: number; activeSubscribers: number };

/** Reads whether sending is paused, and the volume of the last window. A person who lets sending continue restarts the count. */
export async function readVolume(client: pg.ClientBase, now: Instant): Promise<Volume> {
  const { rows } = await client.query<Volume>(
    `SELECT p.paused_at IS NOT NULL AS "isPaused",
       (SELECT COALESCE(sum(e.delivery_count), 0)::int FROM event e
         WHERE e.fanned_out_at > $1 AND (p.continued_at IS NULL OR e.fanned_out_at > p.continued_at)) AS "recentMessages",
       (SELECT count(*)::int FROM subscriber WHERE state = 'active') AS "activeSubscribers"
     FROM delivery_pause p`,
    [new Date(now - VOLUME_WINDOW_MS)],
  );
  return rows[0] as Volume; // the table has one row
}

/** Pauses sending because of its volume, unless it is already paused. */
export async function pauseForVolume(client: pg.ClientBase, now: Instant): Promise<void> {
  await client.query(`UPDATE delivery_pause SET paused_at = $1, reason = 'volume' WHERE paused_at IS NULL`, [
    new Date(now),
  ]);
}

/**
 * The recipients of an event: $1 event, $2 incident, $3 update, $4 kind, $5 recipients, $6 impact of the incident (1 to 3), $7 whether it is open, $8 its
 * components.
 * `part`: the incident and those merged into it. `heard`: subscribers who were sent a message about it. While it is open, the first message to a subscriber
 * counts as `opened` too, because impact or components may reach a choice later. Merged incidents keep their subscriptions to one incident.
 * An address with a general and an incident subscription gets the message once.
 */
const RECIPIENTS = `WITH RECURSIVE part(id) AS (
    SELECT $2::int UNION SELECT i.id FROM incident i JOIN part p ON i.merged_into_id = p.id),
  heard AS (
    SELECT DISTINCT d.subscriber_id FROM event e JOIN delivery d ON d.event_id = e.id
    WHERE e.incident_id IN (SELECT id FROM part) AND e.id <> $1::bigint
      AND (d.state IN ('due', 'sent') OR d.outcome = 'digested')
      AND ($5::text <> 'readers' OR e.update_id = $3::int)),
  active AS MATERIALIZED (
    SELECT id, channel, address, format, kinds, incident_id, minimum_impact, has_all_components,
      id IN (SELECT subscriber_id FROM heard) AS has_heard
    FROM subscriber WHERE state = 'active'),
  matching AS (
    SELECT s.id, s.channel, s.address, s.format, s.incident_id FROM active s
    WHERE ($4::text = ANY (s.kinds) OR $5 = 'scope' AND $7::boolean AND NOT s.has_heard AND 'opened' = ANY (s.kinds))
      AND (s.has_heard OR $5 = 'scope' AND CASE
        WHEN s.incident_id IS NOT NULL THEN s.incident_id IN (SELECT id FROM part)
        ELSE s.minimum_impact <= $6::int AND (s.has_all_components OR EXISTS (
          SELECT 1 FROM subscriber_component c JOIN component n ON n.id = c.component_id
          WHERE c.subscriber_id = s.id AND n.public_id = ANY ($8::text[]))) END)),
  recipient AS (
    SELECT id, channel, format FROM matching WHERE incident_id IS NULL
      OR (channel, address) NOT IN (SELECT channel, address FROM matching WHERE incident_id IS NULL))`;

/**
 * Inserts one delivery per recipient. $9 now, $10 start of the window, $11 messages per window. `capped`: recipients who had as many; their message waits until
 * the first one leaves the window. It replaces a waiting one and becomes a digest of both. A Statuspage body holds one incident, so there it replaces only a
 * message about the same incident. A delayed message counts from its due time.
 * Subscribers are locked in the order of their ids, as when results of deliveries are stored.
 * The parts are grouped, not joined: before its first ANALYZE the planner expects one recipient, and would compare each with each.
 */
const DELIVERIES = `${RECIPIENTS},
  capped AS (
    SELECT d.subscriber_id, min(m.at) + ($9::timestamptz - $10::timestamptz) AS due_at
    FROM event e JOIN delivery d ON d.event_id = e.id
    CROSS JOIN LATERAL (SELECT CASE WHEN d.is_capped THEN GREATEST(e.fanned_out_at, d.due_at) ELSE e.fanned_out_at END AS at) m
    WHERE e.fanned_out_at > $10::timestamptz - ($9 - $10) AND m.at > $10 AND d.outcome IS DISTINCT FROM 'digested'
    GROUP BY d.subscriber_id HAVING count(*) >= $11::int),
  message AS MATERIALIZED (
    SELECT id, max(channel) AS channel, max(format) AS format, max(due_at) AS capped_until FROM (
      SELECT id, channel, format, NULL::timestamptz AS due_at FROM recipient
      UNION ALL SELECT subscriber_id, NULL, NULL, due_at FROM capped) x
    GROUP BY id HAVING max(channel) IS NOT NULL),
  replaced AS (
    UPDATE delivery d SET state = 'dropped', outcome = 'digested', settled_at = $9 FROM message m
    WHERE d.subscriber_id = m.id AND m.capped_until IS NOT NULL
      AND d.state = 'due' AND d.is_capped AND d.tries = 0 AND d.due_at > $9
      AND (m.format = 'standard' OR EXISTS (
        SELECT 1 FROM event e WHERE e.id = d.event_id AND e.incident_id IN (SELECT id FROM part)))),
  locked AS MATERIALIZED (
    SELECT id FROM subscriber WHERE id IN (SELECT id FROM message WHERE channel = 'webhook') ORDER BY id FOR NO KEY UPDATE),
  numbered AS (
    UPDATE subscriber s SET last_sequence = last_sequence + 1 FROM locked l WHERE l.id = s.id RETURNING s.id, s.last_sequence)
INSERT INTO delivery (lane, event_id, subscriber_id, sequence, is_capped, due_at, created_at)
SELECT CASE max(channel) WHEN 'email' THEN 'mail' ELSE 'webhook' END, $1, id, max(sequence), max(capped_until) IS NOT NULL, COALESCE(max(capped_until), $9), $9
FROM (SELECT id, channel, capped_until, NULL::bigint AS sequence FROM message UNION ALL SELECT id, NULL, NULL, last_sequence FROM numbered) x
GROUP BY id ORDER BY id`;

/** What of the incident decides about recipients. `components`: their public ids. */
export type Audience = { impact: number; isOpen: boolean; components: readonly string[] };

type About = Pick<DueEvent, 'id' | 'incident_id' | 'update_id' | 'kind' | 'recipients'>;

function recipientValues(event: About, { impact, isOpen, components }: Audience): unknown[] {
  return [event.id, event.incident_id, event.update_id, event.kind, event.recipients, impact, isOpen, components];
}

/** Counts who would get an event that does not exist yet. */
export async function countRecipients(
  client: Pick<pg.ClientBase, 'query'>,
  about: { incidentId: number; kind: EventKind },
  audience: Audience,
): Promise<{ people: number; webhooks: number }> {
  const event = {
    id: '0',
    incident_id: about.incidentId,
    update_id: null,
    kind: about.kind,
    recipients: 'scope',
  } as const;
  const { rows } = await client.query<{ people: number; webhooks: number }>(
    `${RECIPIENTS} SELECT count(*) FILTER (WHERE channel = 'email')::int AS people,
       count(*) FILTER (WHERE channel = 'webhook')::int AS webhooks FROM recipient`,
    recipientValues(event, audience),
  );
  return rows[0] as { people: number; webhooks: number }; // an aggregate returns one row
}

/** Writes the deliveries of an event, one per recipient, in one statement. Returns their number. */
export async function insertDeliveries(
  client: pg.ClientBase,
  event: DueEvent,
  audience: Audience,
  now: Instant,
): Promise<number> {
  const window = [new Date(now), new Date(now - VOLUME_WINDOW_MS), RECIPIENT_MESSAGES_MAX];
  return (await client.query(DELIVERIES, [...recipientValues(event, audience), ...window])).rowCount ?? 0;
}

// An unconfirmed subscription gives way to a confirmed one of the address. Otherwise anyone could end that one by requesting another.
const END_UNCONFIRMED = `UPDATE subscriber u SET state = 'ended', state_reason = 'covered', state_at = $1, secret = NULL, earlier_secrets = '[]'
FROM incident m WHERE m.id = u.incident_id AND u.state = 'unconfirmed'
  AND EXISTS (SELECT 1 FROM subscriber s JOIN incident i ON i.id = s.incident_id
    WHERE s.channel = u.channel AND s.address = u.address AND s.state NOT IN ('unconfirmed', 'ended')
      AND i.merged_into_id IN (m.id, m.merged_into_id))`;

// Of two subscriptions of an address to incidents that became one, the one to the other incident, or else the older one, continues.
const MOVE_MERGED = `UPDATE subscriber s SET incident_id = i.merged_into_id
FROM incident i WHERE i.id = s.incident_id AND i.merged_into_id IS NOT NULL AND s.state <> 'ended'
  AND NOT EXISTS (SELECT 1 FROM subscriber o LEFT JOIN incident m ON m.id = o.incident_id
    WHERE o.channel = s.channel AND o.address = s.address AND o.state <> 'ended'
      AND (o.incident_id = i.merged_into_id OR m.merged_into_id = i.merged_into_id AND o.id < s.id))`;

/** Condition on a row `i` of an incident: a post-mortem, one of its action items or an update about them is still to come. */
const AWAITS_MORE = `EXISTS (SELECT FROM postmortem_incident n JOIN postmortem p ON p.id = n.postmortem_id
  WHERE n.incident_id = i.id AND (p.published_version IS NULL
    OR EXISTS (SELECT FROM action_item a WHERE a.postmortem_id = p.id AND a.state <> 'done')
    OR EXISTS (SELECT FROM event w WHERE w.incident_id = i.id AND w.outcome IS NULL AND w.notifies)))`;

// A merged incident has subscriptions left only where the address has one to the other incident.
const END = `UPDATE subscriber s SET state = 'ended', state_reason = f.reason, state_at = $1, secret = NULL, earlier_secrets = '[]'
FROM (SELECT i.id, CASE WHEN i.merged_into_id IS NOT NULL THEN 'covered'
    ELSE (SELECT e.kind FROM event e WHERE e.incident_id = i.id AND e.position IS NOT NULL
      AND (e.kind = 'withdrawn' OR e.kind = 'postmortem' AND NOT ${AWAITS_MORE}) ORDER BY e.id DESC LIMIT 1) END AS reason
  FROM incident i WHERE i.id IN (SELECT incident_id FROM subscriber WHERE incident_id IS NOT NULL AND state <> 'ended')) f
WHERE f.id = s.incident_id AND f.reason IS NOT NULL AND s.state <> 'ended'
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.subscriber_id = s.id AND d.state = 'due')`;

/**
 * Moves subscriptions to one incident to the incident that it was merged into, and ends those about which everything was sent: up to the withdrawal, or the
 * post-mortem and its last action item. Unconfirmed ones that would prevent a move end as well.
 */
export async function endIncidentSubscriptions(client: pg.ClientBase, now: Instant): Promise<void> {
  await client.query(END_UNCONFIRMED, [new Date(now)]);
  await client.query(MOVE_MERGED);
  await client.query(END, [new Date(now)]);
}
