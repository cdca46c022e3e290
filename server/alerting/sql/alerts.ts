import type pg from 'pg';
import type { AlertAbout, AlertFacts, Cleared, OpenAlert, StaffAlert, Urgency } from '#domain/alerting/alert';
import {
  type AlertDestination,
  type MadeDelivery,
  MISSED_MAX,
  type NotifiableAlert,
} from '#domain/alerting/alert-deliveries';
import type { Instant } from '#domain/time/interval';
import { LOCKS } from '#server/db/locks';

/** Takes the alerting lock until the end of the transaction. Returns false if another process holds it. */
export async function lockAlerting(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ is_ours: boolean }>({
    name: 'lock-alerting',
    text: 'SELECT pg_try_advisory_xact_lock($1) AS is_ours',
    values: [LOCKS.staffAlerts],
  });
  return rows[0]?.is_ours === true;
}

export type StoredAlert = OpenAlert & NotifiableAlert;
type AlertRow = {
  id: number;
  key: string;
  urgency: Urgency;
  incident: string | null;
  step: number;
  about: AlertAbout;
  cleared: Cleared | null;
  active_since: Date;
  notify_from: Date;
  acknowledged_at: Date | null;
  ended_at: Date | null;
};

const STORED = `SELECT id, key, urgency, incident, step, about, cleared, active_since, notify_from, acknowledged_at, ended_at FROM staff_alert
  WHERE COALESCE(ended_at, 'infinity') > $1 ORDER BY id`;

/** Returns open alerts, and those that ended after `since`. */
export async function storedAlerts(client: pg.ClientBase, since: Instant): Promise<StoredAlert[]> {
  const { rows } = await client.query<AlertRow>({ name: 'stored-alerts', text: STORED, values: [new Date(since)] });
  return rows.map(({ active_since, notify_from, acknowledged_at, ended_at, ...row }) => ({
    ...row, // only the statements below write it
    exceptFor: row.about.kind === 'destination' ? row.about.destination : null,
    isCleared: row.cleared !== null,
    activeSince: active_since.getTime(),
    notifyFrom: notify_from.getTime(),
    acknowledgedAt: acknowledged_at?.getTime() ?? null,
    endedAt: ended_at?.getTime() ?? null,
  }));
}

/** Stores a new alert. `publicId` identifies it to receivers and must be unique across installations. */
export async function beginAlert(
  client: pg.ClientBase,
  alert: StaffAlert,
  publicId: string,
  now: Instant,
): Promise<void> {
  const { key, urgency, incident, notifyAfterMs, step, about } = alert;
  await client.query({
    name: 'begin-alert',
    text: `INSERT INTO staff_alert (key, urgency, incident, about, begun_at, active_since, notify_from, step, public_id) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)
      ON CONFLICT (key) WHERE ended_at IS NULL DO NOTHING`,
    values: [
      key,
      urgency,
      incident,
      JSON.stringify(about),
      new Date(now),
      new Date(now + notifyAfterMs),
      step,
      publicId,
    ],
  });
}

export async function raiseAlert(
  client: pg.ClientBase,
  id: number,
  { urgency, incident, step, about }: StaffAlert,
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'raise-alert',
    text: `UPDATE staff_alert SET incident = $3, about = $4, urgency = $5, step = $6, notify_from = CASE WHEN step < $6 THEN $2 ELSE notify_from END,
      cleared = NULL, active_since = CASE WHEN cleared IS NULL THEN active_since ELSE $2 END,
      acknowledged_at = NULL, acknowledged_kind = NULL, acknowledged_id = NULL
      WHERE id = $1 AND (urgency < $5 OR step < $6) AND ended_at IS NULL`,
    values: [id, new Date(now), incident, JSON.stringify(about), urgency, step],
  });
}

type Refreshed = { id: number; alert: StaffAlert; isBack: boolean };

/** Updates the facts of an alert. Its urgency, acknowledgement and deliveries stay. `isBack`: its cause returned at `now`. */
export async function refreshAlert(
  client: pg.ClientBase,
  { id, alert: { incident, about }, isBack }: Refreshed,
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'refresh-alert',
    text: `UPDATE staff_alert SET incident = $3, about = $4, cleared = NULL, active_since = CASE WHEN $5 THEN $2 ELSE active_since END
      WHERE id = $1 AND ended_at IS NULL`,
    values: [id, new Date(now), incident, JSON.stringify(about), isBack],
  });
}

type ClearedAlert = { id: number; cleared: Cleared; about: AlertAbout };

export async function clearAlert(client: pg.ClientBase, { id, cleared, about }: ClearedAlert): Promise<void> {
  await client.query({
    name: 'clear-alert',
    text: 'UPDATE staff_alert SET cleared = $2, about = $3 WHERE id = $1 AND ended_at IS NULL',
    values: [id, JSON.stringify(cleared), JSON.stringify(about)],
  });
}

export async function endAlert(
  client: pg.ClientBase,
  { id, cleared, about }: ClearedAlert,
  now: Instant,
): Promise<void> {
  await client.query({
    name: 'end-alert',
    text: 'UPDATE staff_alert SET cleared = $2, about = $3, ended_at = $4 WHERE id = $1 AND ended_at IS NULL',
    values: [id, JSON.stringify(cleared), JSON.stringify(about), new Date(now)],
  });
}

type MadeRow = {
  alert_id: number;
  destination_id: number;
  event: MadeDelivery['event'];
  round: number;
  urgency: Urgency;
  made_at: Date;
  tries: number;
  outcome: MadeDelivery['outcome'];
};

/** Returns the deliveries made for these alerts. */
export async function madeDeliveries(client: pg.ClientBase, alertIds: readonly number[]): Promise<MadeDelivery[]> {
  const { rows } = await client.query<MadeRow>({
    name: 'made-deliveries',
    text: `SELECT n.alert_id, n.destination_id, n.event, n.round, n.urgency, n.made_at, d.tries, CASE WHEN d.state <> 'due' THEN d.outcome END AS outcome
      FROM staff_alert_delivery n JOIN delivery d ON d.alert_delivery_id = n.id WHERE n.alert_id = ANY($1)`,
    values: [alertIds],
  });
  return rows.map(({ alert_id, destination_id, event, round, urgency, made_at, tries, outcome }) => ({
    alertId: alert_id,
    destinationId: destination_id,
    event,
    round,
    urgency,
    madeAt: made_at.getTime(),
    wasTried: tries > 0,
    outcome,
  }));
}

/** Returns the active destinations. */
export async function alertDestinations(client: pg.ClientBase): Promise<AlertDestination[]> {
  const { rows } = await client.query<{ id: number; kind: string }>({
    name: 'alert-destinations',
    text: 'SELECT id, kind FROM alert_destination WHERE stopped_at IS NULL ORDER BY id',
  });
  return rows.map(({ id, kind }) => ({ id, acceptsAcknowledgement: kind === 'pagerduty' }));
}

// A successful test or a resumption sets proved_at. Failures before it do not count.
const FAILING = `SELECT t.id, t.name, t.stopped_at IS NOT NULL AS is_gone FROM alert_destination t
WHERE t.stopped_because = 'gone' OR t.stopped_at IS NULL AND (SELECT count(*) = $1 AND bool_and(x.state <> 'sent') FROM (
  SELECT d.state FROM staff_alert_delivery n JOIN delivery d ON d.alert_delivery_id = n.id
  WHERE n.destination_id = t.id AND d.state IN ('sent', 'dead') AND d.outcome <> 'lost' AND n.made_at > COALESCE(t.proved_at, '-infinity')
  ORDER BY n.id DESC LIMIT $1) x)
ORDER BY t.id`;

/** Returns the destinations that alerts do not reach. */
export async function failingDestinations(client: pg.ClientBase): Promise<AlertFacts['failingDestinations']> {
  const { rows } = await client.query<{ id: number; name: string; is_gone: boolean }>({
    name: 'failing-destinations',
    text: FAILING,
    values: [MISSED_MAX],
  });
  return rows.map(({ id, name, is_gone }) => ({ id, name, isGone: is_gone }));
}
