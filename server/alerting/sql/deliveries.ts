import type pg from 'pg';
import type { AlertAbout, Cleared, Urgency } from '#domain/alerting/alert';
import { type DeliveryEvent, type DueDelivery, TRIES_MAX, type TryResult } from '#domain/alerting/alert-deliveries';
import type { Instant } from '#domain/time/interval';
import type { DestinationAddress, DestinationKind } from './destinations.ts';

/** A claimed delivery with its alert and destination. */
export type ClaimedDelivery = {
  id: number;
  event: DeliveryEvent;
  round: number;
  tries: number;
  /** `isRepeat`: this urgency was sent before in the current period. `isRise`: only lower urgencies were sent before. */
  isRepeat: boolean;
  isRise: boolean;
  alert: {
    id: number;
    publicId: string;
    urgency: Urgency;
    incident: string | null;
    about: AlertAbout;
    begunAt: Instant;
    cleared: Cleared | null;
  };
  destination: DestinationAddress;
};

export async function addDeliveries(client: pg.ClientBase, due: readonly DueDelivery[], now: Instant): Promise<void> {
  const column = <K extends keyof DueDelivery>(name: K) => due.map((one) => one[name]);
  await client.query({
    name: 'add-alert-deliveries',
    text: `INSERT INTO staff_alert_delivery (alert_id, destination_id, event, round, urgency, made_at, due_at)
      SELECT *, $6, $6 FROM unnest($1::int[], $2::int[], $3::text[], $4::int[], $5::smallint[]) ON CONFLICT DO NOTHING`,
    values: [
      column('alertId'),
      column('destinationId'),
      column('event'),
      column('round'),
      column('urgency'),
      new Date(now),
    ],
  });
}

// Drops deliveries that are not needed any more: the alert was acknowledged, ended or became more urgent, or the destination was stopped. A delivery
// without a result after the last try is lost.
const SWEEP = `UPDATE staff_alert_delivery d SET outcome = CASE WHEN d.tries >= $2 THEN 'lost' ELSE 'dropped' END, settled_at = $1
FROM staff_alert a, alert_destination t
WHERE a.id = d.alert_id AND t.id = d.destination_id AND d.outcome IS NULL AND (d.claimed_until IS NULL OR d.claimed_until <= $1)
  AND (t.stopped_at IS NOT NULL OR d.tries >= $2
    OR (d.event = 'raised' AND (a.ended_at IS NOT NULL OR a.acknowledged_at IS NOT NULL OR a.urgency > d.urgency))
    OR (d.event = 'acknowledged' AND (a.ended_at IS NOT NULL OR a.acknowledged_at IS NULL)))`;

export async function sweepDeliveries(client: pg.ClientBase, now: Instant): Promise<void> {
  await client.query({ name: 'sweep-alert-deliveries', text: SWEEP, values: [new Date(now), TRIES_MAX] });
}

// One delivery per destination at a time, the most urgent first. So a slow destination delays no other, and many minor alerts do not delay a critical one.
// Destinations are served by urgency, then age, so that one with many deliveries does not take every slot. Two processes that claim at once choose the
// same row; the second waits for the first and then finds the row claimed.
const NEXT = `SELECT id FROM (
  SELECT DISTINCT ON (x.destination_id) x.id, x.urgency, x.due_at FROM staff_alert_delivery x
  WHERE x.outcome IS NULL AND x.due_at <= $1 AND x.tries < $4
    AND NOT EXISTS (SELECT 1 FROM staff_alert_delivery y WHERE y.destination_id = x.destination_id AND y.outcome IS NULL AND y.claimed_until > $1)
  ORDER BY x.destination_id, x.urgency DESC, x.due_at, x.id) next
ORDER BY urgency DESC, due_at, id LIMIT $3`;
const BEFORE =
  "SELECT 1 FROM staff_alert_delivery b WHERE b.alert_id = d.alert_id AND b.destination_id = d.destination_id AND b.event = 'raised' AND b.id < d.id AND b.tries > 0";
const CLAIM = `UPDATE staff_alert_delivery d SET tries = d.tries + 1, claimed_until = $2
FROM staff_alert a, alert_destination t
WHERE a.id = d.alert_id AND t.id = d.destination_id AND t.address IS NOT NULL AND d.outcome IS NULL AND (d.claimed_until IS NULL OR d.claimed_until <= $1)
  AND d.id = ANY(ARRAY(${NEXT}))
RETURNING d.id, d.event, d.round, d.tries, EXISTS (${BEFORE} AND b.urgency = d.urgency AND b.made_at >= a.active_since) AS is_repeat,
  EXISTS (${BEFORE} AND b.urgency < d.urgency) AND NOT EXISTS (${BEFORE} AND b.urgency = d.urgency) AS is_rise,
  a.id AS alert_id, a.public_id, a.urgency, a.incident, a.about, a.begun_at, a.cleared, t.id AS destination_id, t.kind, t.address, t.routing_key`;

type ClaimRow = {
  id: number;
  event: DeliveryEvent;
  round: number;
  tries: number;
  is_repeat: boolean;
  is_rise: boolean;
  alert_id: number;
  public_id: string;
  urgency: Urgency;
  incident: string | null;
  about: AlertAbout;
  begun_at: Date;
  cleared: Cleared | null;
  destination_id: number;
  kind: DestinationKind;
  address: string;
  routing_key: string | null;
};

/** Claims due deliveries until `until`, at most `count` and one per destination. No other process tries them before that. */
export async function claimDeliveries(
  pool: pg.Pool,
  { now, until, count }: { now: Instant; until: Instant; count: number },
): Promise<ClaimedDelivery[]> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'claim-alert-deliveries',
    text: CLAIM,
    values: [new Date(now), new Date(until), count, TRIES_MAX],
  });
  return rows.map(({ id, event, round, tries, ...row }) => ({
    id,
    event,
    round,
    tries,
    isRepeat: row.is_repeat,
    isRise: row.is_rise,
    alert: {
      id: row.alert_id,
      publicId: row.public_id,
      urgency: row.urgency,
      incident: row.incident,
      about: row.about, // only sql/alerts.ts writes it and `cleared`
      begunAt: row.begun_at.getTime(),
      cleared: row.cleared,
    },
    destination: { id: row.destination_id, kind: row.kind, address: row.address, routingKey: row.routing_key },
  }));
}

type Tried = { id: number; tries: number };

/** Stores the final result of a delivery, unless another process has claimed it since. */
export async function settleDelivery(
  pool: pg.Pool,
  { id, tries }: Tried,
  outcome: TryResult,
  now: Instant,
): Promise<void> {
  await pool.query({
    name: 'settle-alert-delivery',
    text: 'UPDATE staff_alert_delivery SET outcome = $3, settled_at = $4, claimed_until = NULL WHERE id = $1 AND tries = $2 AND outcome IS NULL',
    values: [id, tries, outcome, new Date(now)],
  });
}

/** Makes a delivery due again at `dueAt`. */
export async function postponeDelivery(pool: pg.Pool, { id, tries }: Tried, dueAt: Instant): Promise<void> {
  await pool.query({
    name: 'postpone-alert-delivery',
    text: 'UPDATE staff_alert_delivery SET due_at = $3, claimed_until = NULL WHERE id = $1 AND tries = $2 AND outcome IS NULL',
    values: [id, tries, new Date(dueAt)],
  });
}
