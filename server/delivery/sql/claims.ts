import type pg from 'pg';
import type { SubscriberState } from '#domain/delivery/attempt';
import type { Instant } from '#domain/time/interval';
import { type EarlierSecret, secretsAt } from '#server/subscribers/secrets-at';
import { type Claim, claimStatement, claimValues, NOT_PAUSED } from './claim-statement.ts';

/** The lanes of events. A failed delivery moves to the retry lane of its channel. */
export type EventLane = 'mail' | 'mail_retry' | 'webhook' | 'webhook_retry';

/** What of a subscription decides whether it still receives events. */
export type Standing = { state: SubscriberState; isSuppressed: boolean };

/** A claimed delivery of an event, with its subscriber as it is now. */
export type ClaimedDelivery = {
  id: string;
  tries: number;
  /** When this try was due: for one that waited for an earlier event, when that was done. */
  dueAt: Instant;
  eventId: string;
  /** The number of the delivery among all of its subscription; null for mail. */
  sequence: number | null;
  subscriber: {
    id: number;
    publicId: string;
    channel: 'email' | 'webhook';
    address: string;
    state: SubscriberState;
    isSuppressed: boolean;
    language: string;
    timeZone: string | null;
    format: 'standard' | 'statuspage';
    /** The secrets to sign with, the newest first. */
    secrets: readonly string[];
    linkVersion: number;
    /** For mail: the names of its components, without any if it has all; whether it is about one incident. */
    components: readonly string[];
    isOfIncident: boolean;
  };
  /** For mail: it is the first one about its incident to the subscriber. */
  isFirst: boolean;
  /** Events that this delivery replaced, the oldest first: it is a digest of them and its own. */
  digested: readonly string[];
};

const IS_SUPPRESSED = `EXISTS (SELECT 1 FROM suppression x WHERE s.channel = 'email' AND x.address = s.address)`;

// A subscriber receives events in order: a row can be claimed only if no earlier event waits for the same subscriber in any lane.
// A row that waited for an earlier event was not due before that one was sent or given up. Only rows that are late need to look for it.
// After earlier deliveries of the incident were deleted none is the first, because a second mail with the id of the first one would get lost.
const CLAIM = claimStatement({
  where: `NOT EXISTS (SELECT 1 FROM delivery b WHERE b.subscriber_id = d.subscriber_id AND b.state = 'due' AND b.id < d.id AND b.event_id IS NOT NULL)
    AND ${NOT_PAUSED}`,
  from: 'subscriber s',
  on: 's.id = d.subscriber_id',
  returning: `CASE WHEN d.due_at > $2::timestamptz - interval '1 minute' THEN d.due_at ELSE GREATEST(d.due_at, (
    SELECT p.settled_at FROM delivery p WHERE p.subscriber_id = s.id AND p.id < d.id AND p.event_id IS NOT NULL AND p.state IN ('sent', 'dead')
    ORDER BY p.id DESC LIMIT 1)) END AS due_at, d.event_id, d.sequence, s.id AS subscriber_id, s.public_id, s.channel, s.address, s.state,
  ${IS_SUPPRESSED} AS is_suppressed,
  s.language, s.time_zone, s.format, s.secret, s.earlier_secrets, s.link_version,
  s.incident_id IS NOT NULL AS is_of_incident,
  CASE WHEN s.channel = 'email' THEN ARRAY(SELECT n.name FROM subscriber_component c JOIN component n ON n.id = c.component_id
    WHERE c.subscriber_id = s.id ORDER BY n.position, n.slug) ELSE '{}' END AS components,
  s.channel = 'email' AND NOT EXISTS (SELECT 1 FROM event e JOIN event x ON x.incident_id = e.incident_id
    LEFT JOIN delivery p ON p.event_id = x.id AND p.subscriber_id = s.id AND p.id < d.id
    WHERE e.id = d.event_id AND (p.id IS NOT NULL OR x.details_deleted_at IS NOT NULL)) AS is_first,
  CASE WHEN d.is_capped AND s.format = 'standard' THEN ARRAY(SELECT x.event_id FROM delivery x
    WHERE x.subscriber_id = s.id AND x.outcome = 'digested' AND x.id < d.id AND x.id > COALESCE((SELECT max(y.id) FROM delivery y
      WHERE y.subscriber_id = s.id AND y.event_id IS NOT NULL AND y.id < d.id AND y.outcome IS DISTINCT FROM 'digested'), 0)
    ORDER BY x.id) ELSE '{}' END AS digested`,
});

type ClaimRow = {
  id: string;
  tries: number;
  due_at: Date;
  event_id: string;
  sequence: string | null;
  subscriber_id: number;
  public_id: string;
  channel: 'email' | 'webhook';
  address: string | null;
  state: SubscriberState;
  is_suppressed: boolean;
  language: string;
  time_zone: string | null;
  format: 'standard' | 'statuspage';
  secret: string | null;
  earlier_secrets: EarlierSecret[];
  link_version: number;
  is_of_incident: boolean;
  components: string[];
  is_first: boolean;
  digested: string[];
};

/** Claims due deliveries of a lane, one per subscriber. */
export async function claimDeliveries(pool: pg.Pool, claim: Claim<EventLane>): Promise<ClaimedDelivery[]> {
  const { rows } = await pool.query<ClaimRow>({ name: 'claim-deliveries', text: CLAIM, values: claimValues(claim) });
  return rows.map((row) => toDelivery(row, claim.now));
}

function toDelivery(row: ClaimRow, now: Instant): ClaimedDelivery {
  return {
    id: row.id,
    tries: row.tries,
    dueAt: row.due_at.getTime(),
    eventId: row.event_id,
    sequence: row.sequence === null ? null : Number(row.sequence),
    subscriber: {
      id: row.subscriber_id,
      publicId: row.public_id,
      channel: row.channel,
      address: row.address ?? '', // only an ended subscription, to which nothing is sent, has none
      state: row.state,
      isSuppressed: row.is_suppressed,
      language: row.language,
      timeZone: row.time_zone,
      format: row.format,
      secrets: secretsAt(row.secret, row.earlier_secrets, now),
      linkVersion: row.link_version,
      components: row.components,
      isOfIncident: row.is_of_incident,
    },
    isFirst: row.is_first,
    digested: row.digested,
  };
}

/** Reads whether a subscription still receives events. */
export async function standingOf(pool: pg.Pool, subscriberId: number): Promise<Standing> {
  const { rows } = await pool.query<Standing>({
    name: 'standing-of-subscriber',
    text: `SELECT s.state, ${IS_SUPPRESSED} AS "isSuppressed" FROM subscriber s WHERE s.id = $1`,
    values: [subscriberId],
  });
  return rows[0] as Standing; // a delivery refers to it
}
