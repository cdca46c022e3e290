import type pg from 'pg';
import type { Instant } from '#domain/interval';
import type { AlertAbout, OpenAlert, StaffAlert, Urgency } from '#domain/staff-alert';
import type { AlertTarget, MadeDelivery, TellableAlert } from '#domain/staff-alert-delivery';
import { LOCKS } from '../locks.ts';

/** One process at a time has the stored alerts follow; false where another does now. Held to the end of the transaction. */
export async function takeAlertTurn(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ is_ours: boolean }>({
    name: 'take-alert-turn',
    text: 'SELECT pg_try_advisory_xact_lock($1) AS is_ours',
    values: [LOCKS.staffAlerts],
  });
  return rows[0]?.is_ours === true;
}

export type StoredAlert = OpenAlert & TellableAlert;
type AlertRow = {
  id: number;
  key: string;
  urgency: Urgency;
  incident: string | null;
  step: number;
  tell_from: Date;
  acknowledged_at: Date | null;
  ended_at: Date | null;
};

const STORED = `SELECT id, key, urgency, incident, step, tell_from, acknowledged_at, ended_at FROM staff_alert WHERE COALESCE(ended_at, 'infinity') > $1 ORDER BY id`;

/** Alerts that are on, and those that ended after `since`. */
export async function storedAlerts(client: pg.ClientBase, since: Instant): Promise<StoredAlert[]> {
  const { rows } = await client.query<AlertRow>({ name: 'stored-alerts', text: STORED, values: [new Date(since)] });
  return rows.map(({ id, key, urgency, incident, step, tell_from, acknowledged_at, ended_at }) => ({
    id,
    key,
    urgency,
    incident,
    step,
    tellFrom: tell_from.getTime(),
    acknowledgedAt: acknowledged_at?.getTime() ?? null,
    endedAt: ended_at?.getTime() ?? null,
  }));
}

/** `publicId`: by what receivers know it, in this installation and any other. */
export async function beginAlert(client: pg.ClientBase, alert: StaffAlert, publicId: string, now: Instant): Promise<void> {
  const { key, urgency, incident, holdMs, step, about } = alert;
  await client.query({
    name: 'begin-alert',
    text: `INSERT INTO staff_alert (key, urgency, incident, about, begun_at, tell_from, step, public_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (key) WHERE ended_at IS NULL DO NOTHING`,
    values: [key, urgency, incident, JSON.stringify(about), new Date(now), new Date(now + holdMs), step, publicId],
  });
}

export async function raiseAlert(client: pg.ClientBase, id: number, { urgency, incident, step, about }: StaffAlert, now: Instant): Promise<void> {
  await client.query({
    name: 'raise-alert',
    text: `UPDATE staff_alert SET urgency = $2, incident = $3, about = $4, step = $5, tell_from = CASE WHEN step < $5 THEN $6 ELSE tell_from END, acknowledged_at = NULL, acknowledged_kind = NULL, acknowledged_id = NULL
      WHERE id = $1 AND (urgency < $2 OR step < $5) AND ended_at IS NULL`,
    values: [id, urgency, incident, JSON.stringify(about satisfies AlertAbout), step, new Date(now)],
  });
}

export async function moveAlert(client: pg.ClientBase, id: number, incident: string | null): Promise<void> {
  await client.query({ name: 'move-alert', text: 'UPDATE staff_alert SET incident = $2 WHERE id = $1 AND ended_at IS NULL', values: [id, incident] });
}

export async function endAlert(client: pg.ClientBase, id: number, now: Instant): Promise<void> {
  await client.query({ name: 'end-alert', text: 'UPDATE staff_alert SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL', values: [id, new Date(now)] });
}

type MadeRow = {
  alert_id: number;
  target_id: number;
  event: MadeDelivery['event'];
  round: number;
  urgency: Urgency;
  made_at: Date;
  tries: number;
  outcome: MadeDelivery['outcome'];
};

/** Deliveries that were made of these alerts. */
export async function madeDeliveries(client: pg.ClientBase, alertIds: readonly number[]): Promise<MadeDelivery[]> {
  const { rows } = await client.query<MadeRow>({
    name: 'made-deliveries',
    text: 'SELECT alert_id, target_id, event, round, urgency, made_at, tries, outcome FROM staff_alert_delivery WHERE alert_id = ANY($1)',
    values: [alertIds],
  });
  return rows.map(({ alert_id, target_id, event, round, urgency, made_at, tries, outcome }) => ({
    alertId: alert_id,
    targetId: target_id,
    event,
    round,
    urgency,
    madeAt: made_at.getTime(),
    wasTried: tries > 0,
    outcome,
  }));
}

/** Whom alerts are told to. */
export async function alertTargets(client: pg.ClientBase): Promise<AlertTarget[]> {
  const { rows } = await client.query<{ id: number; kind: string }>({
    name: 'alert-targets',
    text: 'SELECT id, kind FROM staff_alert_target WHERE stopped_at IS NULL ORDER BY id',
  });
  return rows.map(({ id, kind }) => ({ id, hearsAcknowledged: kind === 'pagerduty' }));
}
