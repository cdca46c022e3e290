import type pg from 'pg';
import type { EventKind } from '#domain/delivery/kind';
import type { IncidentState } from '#domain/incident/incident';

/** Numbers of deliveries by result. */
export type SummaryRow = {
  sent: number;
  waiting: number;
  deferred: number;
  suppressed: number;
  dead: number;
  last_sent_at: Date | null;
};
export type CountsRow = SummaryRow & { median_ms: number | null; next_at: Date | null };

/** What a delivery is for staff. A claimed one is waiting, because its try is not over. */
export const SHOWN_STATE = `CASE WHEN d.state IN ('sent', 'dead') THEN d.state WHEN d.state IN ('suppressed', 'dropped') THEN 'suppressed'
  WHEN d.tries > 0 AND d.claimed_until IS NULL THEN 'deferred' ELSE 'waiting' END`;
const count = (state: string) => `count(*) FILTER (WHERE ${SHOWN_STATE} = '${state}')::int AS ${state}`;
const COUNTS = `${['sent', 'waiting', 'deferred', 'suppressed', 'dead'].map(count).join(', ')},
  max(d.settled_at) FILTER (WHERE d.state = 'sent') AS last_sent_at,
  percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.settled_at - e.created_at) * 1000) FILTER (WHERE d.state = 'sent') AS median_ms,
  min(d.due_at) FILTER (WHERE ${SHOWN_STATE} = 'deferred') AS next_at`;

export type EventRow = SummaryRow & {
  id: string;
  kind: EventKind;
  created_at: Date;
  incident: string;
  title: string;
  update: string | null;
  state: IncidentState | null;
  /** Its deliveries are no longer retained. */
  is_deleted: boolean;
};

// What was sent is counted in the event, and what was given up is in a small index, so the many rows of an event are read only while some of them are due.
const EVENTS = `SELECT e.public_id AS id, e.kind, e.created_at, i.public_id AS incident, i.title, u.public_id AS update, u.state,
  e.sent_count AS sent, due.waiting, due.deferred, COALESCE(e.suppressed_count, ended.suppressed) AS suppressed,
  COALESCE(e.dead_count, ended.dead) AS dead, e.last_sent_at, e.details_deleted_at IS NOT NULL AS is_deleted
FROM event e JOIN incident i ON i.id = e.incident_id LEFT JOIN incident_update u ON u.id = e.update_id
CROSS JOIN LATERAL (SELECT count(*)::int AS all, ${count('suppressed')}, ${count('dead')} FROM delivery d
  WHERE d.event_id = e.id AND d.state IN ('dead', 'suppressed', 'dropped')) ended
CROSS JOIN LATERAL (SELECT ${count('waiting')}, ${count('deferred')} FROM delivery d
  WHERE d.event_id = e.id AND d.state = 'due' AND e.sent_count + ended.all < e.delivery_count) due
WHERE e.outcome = 'fanned_out' AND ($1::text IS NULL OR i.public_id = $1) AND ($3::text IS NULL OR e.public_id = $3)
ORDER BY e.id DESC LIMIT $2`;

/** Reads the latest events that were sent, of one incident or of all, or one of them, with the numbers of their deliveries. */
export async function eventRows(
  pool: pg.Pool,
  { incident, event = null, limit }: { incident: string | null; event?: string | null; limit: number },
): Promise<EventRow[]> {
  return (await pool.query<EventRow>({ name: 'delivery-events', text: EVENTS, values: [incident, limit, event] })).rows;
}

const ONE = `SELECT ${COUNTS} FROM event e JOIN delivery d ON d.event_id = e.id WHERE e.public_id = $1`;

/** Counts the deliveries of an event from their rows. */
export async function countsRow(pool: pg.Pool, event: string): Promise<CountsRow> {
  const { rows } = await pool.query<CountsRow>({ name: 'delivery-counts', text: ONE, values: [event] });
  return rows[0] as CountsRow; // an aggregate has one row
}

export type ChannelRow = CountsRow & { channel: 'email' | 'webhook' };

const CHANNELS = `SELECT s.channel, ${COUNTS}
FROM event e JOIN delivery d ON d.event_id = e.id JOIN subscriber s ON s.id = d.subscriber_id
WHERE e.public_id = $1 GROUP BY s.channel ORDER BY s.channel`;

/** Counts the deliveries of an event by channel. */
export async function channelRows(pool: pg.Pool, event: string): Promise<ChannelRow[]> {
  return (await pool.query<ChannelRow>({ name: 'delivery-channels', text: CHANNELS, values: [event] })).rows;
}

export type ReasonRow = {
  state: 'deferred' | 'suppressed' | 'dead';
  channel: 'email' | 'webhook';
  outcome: string;
  code: string | null;
  count: number;
  hosts: string[];
  tries: number;
  next_at: Date;
};

/** The status code at the start of an answer. */
const CODE = `substring(d.answer FROM '^\\D{0,20}([2-5]\\d\\d)\\M')`;
/** Only the hosts, because every read of an address is audited. */
const HOST = `CASE s.channel WHEN 'email' THEN split_part(s.address, '@', 2) ELSE substring(s.address FROM '^https?://([^/:?#]+)') END`;
const REASONS = `SELECT ${SHOWN_STATE} AS state, s.channel, COALESCE(d.outcome, 'lost') AS outcome, ${CODE} AS code, count(*)::int AS count,
  (array_agg(DISTINCT ${HOST}) FILTER (WHERE s.address IS NOT NULL))[1:4] AS hosts, max(d.tries) AS tries, min(d.due_at) AS next_at
FROM event e JOIN delivery d ON d.event_id = e.id JOIN subscriber s ON s.id = d.subscriber_id
WHERE e.public_id = $1 AND ${SHOWN_STATE} IN ('deferred', 'suppressed', 'dead')
GROUP BY 1, 2, 3, 4 ORDER BY array_position(ARRAY['deferred', 'suppressed', 'dead'], ${SHOWN_STATE}), count(*) DESC, 2, 3, 4 LIMIT 50`;

/** Groups the deliveries of an event that were not sent, by reason. */
export async function reasonRows(pool: pg.Pool, event: string): Promise<ReasonRow[]> {
  return (await pool.query<ReasonRow>({ name: 'delivery-reasons', text: REASONS, values: [event] })).rows;
}

export type DeadRow = {
  subscriber: string;
  channel: 'email' | 'webhook';
  outcome: string;
  code: string | null;
  host: string | null;
  tries: number;
};

const DEAD = `SELECT s.public_id AS subscriber, s.channel, COALESCE(d.outcome, 'lost') AS outcome, ${CODE} AS code, ${HOST} AS host, d.tries
FROM event e JOIN delivery d ON d.event_id = e.id JOIN subscriber s ON s.id = d.subscriber_id
WHERE e.public_id = $1 AND d.state = 'dead' ORDER BY d.id LIMIT $2`;

export type UnsentRow = DeadRow & { reason: 'refused' | 'complained' | 'staff' | null; suppressed_at: Date | null };

const NOT_ATTEMPTED = `SELECT s.public_id AS subscriber, s.channel, d.outcome, NULL AS code, ${HOST} AS host, d.tries,
  x.reason, x.created_at AS suppressed_at
FROM event e JOIN delivery d ON d.event_id = e.id JOIN subscriber s ON s.id = d.subscriber_id
LEFT JOIN suppression x ON d.outcome = 'suppressed' AND x.address = s.address
WHERE e.public_id = $1 AND d.state IN ('suppressed', 'dropped') AND s.channel = $2 AND d.outcome = $3 ORDER BY d.id LIMIT $4`;

/** Reads the deliveries of an event that were not attempted for one reason, one by one, with why the address is suppressed. */
export async function notAttemptedRows(
  pool: pg.Pool,
  event: string,
  { channel, outcome, limit }: { channel: string; outcome: string; limit: number },
): Promise<UnsentRow[]> {
  const values = [event, channel, outcome, limit];
  return (await pool.query<UnsentRow>({ name: 'delivery-not-attempted', text: NOT_ATTEMPTED, values })).rows;
}

/** Reads the dead deliveries of an event, one by one. */
export async function deadRows(pool: pg.Pool, event: string, limit: number): Promise<DeadRow[]> {
  return (await pool.query<DeadRow>({ name: 'delivery-dead', text: DEAD, values: [event, limit] })).rows;
}
