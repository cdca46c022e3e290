import type pg from 'pg';
import type { AlertAbout, Cleared, Urgency } from '#domain/alerting/alert';
import { type DeliveryEvent, type DueDelivery, TRIES_MAX } from '#domain/alerting/alert-deliveries';
import type { Instant } from '#domain/time/interval';
import { type Claim, claimStatement, claimValues } from '#server/delivery/sql/claim-statement';
import type { DestinationAddress, DestinationKind } from './destinations.ts';

/** A claimed message with its alert and destination. */
export type ClaimedAlert = {
  id: string;
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

/** Stores due messages, each with the row that delivers it. */
export async function addDeliveries(client: pg.ClientBase, due: readonly DueDelivery[], now: Instant): Promise<void> {
  const column = <K extends keyof DueDelivery>(name: K) => due.map((one) => one[name]);
  await client.query({
    name: 'add-alert-deliveries',
    text: `WITH added AS (
        INSERT INTO staff_alert_delivery (alert_id, destination_id, event, round, urgency, made_at)
        SELECT *, $6 FROM unnest($1::int[], $2::int[], $3::text[], $4::int[], $5::smallint[]) ON CONFLICT DO NOTHING RETURNING id)
      INSERT INTO delivery (lane, alert_delivery_id, due_at, created_at) SELECT 'alert', id, $6, $6 FROM added ORDER BY id`,
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

// A message is not needed any more if the alert was acknowledged, ended or became more urgent, or the destination was stopped.
const OF_ALERT = `JOIN staff_alert_delivery n ON n.id = d.alert_delivery_id JOIN staff_alert a ON a.id = n.alert_id
  JOIN alert_destination t ON t.id = n.destination_id`;
const NOT_NEEDED = `(t.stopped_at IS NOT NULL
    OR (n.event = 'raised' AND (a.ended_at IS NOT NULL OR a.acknowledged_at IS NOT NULL OR a.urgency > n.urgency))
    OR (n.event = 'acknowledged' AND (a.ended_at IS NOT NULL OR a.acknowledged_at IS NULL)))`;

// A message without a result after the last try is lost.
const SWEEP = `UPDATE delivery SET state = CASE WHEN tries >= $2 THEN 'dead' ELSE 'dropped' END,
  outcome = CASE WHEN tries >= $2 THEN 'lost' ELSE 'dropped' END, settled_at = $1, claimed_until = NULL
WHERE state = 'due' AND (claimed_until IS NULL OR claimed_until <= $1) AND id IN (
  SELECT d.id FROM delivery d ${OF_ALERT} WHERE d.lane = 'alert' AND d.state = 'due' AND (d.tries >= $2 OR ${NOT_NEEDED}))`;

/** Settles messages that are not needed any more, and those that are lost. */
export async function sweepDeliveries(client: pg.ClientBase, now: Instant): Promise<void> {
  await client.query({ name: 'sweep-alert-deliveries', text: SWEEP, values: [new Date(now), TRIES_MAX] });
}

// One message per destination at a time, the most urgent first. So a slow destination delays no other, and many minor alerts do not delay a critical one.
// Destinations are served by urgency, then age, so that one with many messages does not take every slot.
const RANK = (message: string, row: string) => `(-${message}.urgency, ${row}.due_at, ${row}.id)`;
const BEFORE = `SELECT 1 FROM staff_alert_delivery b JOIN delivery p ON p.alert_delivery_id = b.id
  WHERE b.alert_id = n.alert_id AND b.destination_id = n.destination_id AND b.event = 'raised' AND b.id < n.id AND p.tries > 0`;
const CLAIM = claimStatement({
  candidates: OF_ALERT,
  where: `d.tries < $5 AND NOT ${NOT_NEEDED} AND NOT EXISTS (
      SELECT 1 FROM delivery y JOIN staff_alert_delivery m ON m.id = y.alert_delivery_id
      WHERE y.lane = $1 AND y.state = 'due' AND m.destination_id = n.destination_id
        AND (y.claimed_until > $2 OR (y.due_at <= $2 AND y.tries < $5 AND ${RANK('m', 'y')} < ${RANK('n', 'd')})))`,
  order: RANK('n', 'd').slice(1, -1),
  from: 'staff_alert_delivery n, staff_alert a, alert_destination t',
  on: 'n.id = d.alert_delivery_id AND a.id = n.alert_id AND t.id = n.destination_id AND t.address IS NOT NULL',
  returning: `n.event, n.round, EXISTS (${BEFORE} AND b.urgency = n.urgency AND b.made_at >= a.active_since) AS is_repeat,
  EXISTS (${BEFORE} AND b.urgency < n.urgency) AND NOT EXISTS (${BEFORE} AND b.urgency = n.urgency) AS is_rise,
  a.id AS alert_id, a.public_id, a.urgency, a.incident, a.about, a.begun_at, a.cleared, t.id AS destination_id, t.kind, t.address, t.routing_key`,
});

type ClaimRow = {
  id: string;
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

/** Claims due messages, one per destination. */
export async function claimAlerts(pool: pg.Pool, claim: Omit<Claim<'alert'>, 'lane'>): Promise<ClaimedAlert[]> {
  const { rows } = await pool.query<ClaimRow>({
    name: 'claim-alerts',
    text: CLAIM,
    values: [...claimValues({ lane: 'alert', ...claim }), TRIES_MAX],
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
