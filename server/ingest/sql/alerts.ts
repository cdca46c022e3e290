import type pg from 'pg';
import { HEALTHS, type Health } from '#domain/measurement/probe';
import type { Alert, AlertHealth } from '#domain/measurement/received-alert';
import type { AlertMarks } from '#domain/measurement/received-alert-steps';
import type { Instant, Step } from '#domain/time/interval';
import { forgetLapses, type LapseChanges, loadLapses, saveLapses } from './alert-lapses.ts';

/** The known alerts of a series, and the probes and lapses stored because of them. */
export type AlertRecord = { alerts: Alert[]; marks: AlertMarks };
type Scope = { seriesIds: readonly number[]; oldest: Instant };

// Besides alerts that may still change the record, this selects all periods of the named alerts, and of alerts with a period without an end
// of its own, because another period of the same fingerprint may end it.
const ALERTS = `SELECT series_id, fingerprint, starts_at, from_at, to_at, health, known_until FROM alert
WHERE series_id = ANY($1) AND (to_at >= $2 OR fingerprint = ANY($3)
  OR (series_id, fingerprint) IN (SELECT series_id, fingerprint FROM alert WHERE series_id = ANY($1) AND to_at IS NULL))
ORDER BY series_id, fingerprint, starts_at, from_at`;

const STEPS = `SELECT s.series_id, s.at, s.health FROM alert_step s
WHERE s.series_id = ANY($1) AND s.at >= COALESCE((SELECT max(b.at) FROM alert_step b WHERE b.series_id = s.series_id AND b.at <= $2), '-infinity')
ORDER BY s.series_id, s.at`;

type AlertRow = {
  series_id: number;
  fingerprint: string;
  starts_at: Date;
  from_at: Date;
  to_at: Date | null;
  health: number;
  known_until: Date | null;
};

/** Locks the alerts of a source until the end of the transaction, because each notification builds on those before it. */
export async function lockAlertsOf(client: pg.ClientBase, sourceId: number): Promise<void> {
  await client.query('SELECT 1 FROM source WHERE id = $1 FOR NO KEY UPDATE', [sourceId]); // still allows new series of the source
}

/** Returns, by series, the alerts that fire at or after `oldest` or have these fingerprints, and the stored steps from the last at or before `oldest` on. */
export async function loadAlerts(
  client: pg.ClientBase,
  { seriesIds, oldest }: Scope,
  fingerprints: readonly string[],
): Promise<Map<number, AlertRecord>> {
  const records = new Map<number, AlertRecord>(
    seriesIds.map((id) => [id, { alerts: [], marks: { probes: [], lapses: [] } }]),
  );
  const alerts = await client.query<AlertRow>({
    name: 'load-alerts',
    text: ALERTS,
    values: [seriesIds, new Date(oldest), fingerprints],
  });
  for (const row of alerts.rows)
    records.get(row.series_id)?.alerts.push({
      fingerprint: row.fingerprint,
      startsAt: row.starts_at.getTime(),
      from: row.from_at.getTime(),
      to: row.to_at?.getTime() ?? null,
      health: HEALTHS[row.health] as AlertHealth, // checked by the table
      knownUntil: row.known_until?.getTime() ?? null,
    });
  const values = [seriesIds, new Date(oldest)];
  const steps = await client.query<{ series_id: number; at: Date; health: number }>({
    name: 'load-alert-steps',
    text: STEPS,
    values,
  });
  for (const row of steps.rows)
    records.get(row.series_id)?.marks.probes.push({ at: row.at.getTime(), value: HEALTHS[row.health] as Health });
  for (const { seriesId, at } of await loadLapses(client, seriesIds, oldest))
    records.get(seriesId)?.marks.lapses.push(at);
  return records;
}

const SAVE_ALERTS = `INSERT INTO alert (series_id, fingerprint, starts_at, from_at, to_at, health, known_until)
SELECT * FROM unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::smallint[], $7::timestamptz[])
ON CONFLICT (series_id, fingerprint, starts_at, from_at) DO UPDATE SET to_at = EXCLUDED.to_at, known_until = EXCLUDED.known_until`;

const SAVE_STEPS = `INSERT INTO alert_step (series_id, at, health) SELECT * FROM unnest($1::int[], $2::timestamptz[], $3::smallint[])
ON CONFLICT (series_id, at) DO UPDATE SET health = GREATEST(alert_step.health, EXCLUDED.health)`;

const DROP_ALERTS = `DELETE FROM alert USING unnest($1::int[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS d(series_id, fingerprint, starts_at, from_at)
WHERE (alert.series_id, alert.fingerprint, alert.starts_at, alert.from_at) = (d.series_id, d.fingerprint, d.starts_at, d.from_at)`;

type OfSeries<T> = readonly (T & { seriesId: number })[];
/** `dropped`: periods that were withdrawn. */
export type AlertChanges = {
  alerts: OfSeries<Alert>;
  dropped: OfSeries<Alert>;
  steps: OfSeries<Step<Health>>;
  lapses: LapseChanges;
};

/**
 * Stores the changes of a notification received at `receivedAt`: each period of an alert once, and its steps. Where a step already
 * exists, the worse health remains, as with probes.
 */
export async function saveAlerts(
  client: pg.ClientBase,
  { alerts, dropped, steps, lapses }: AlertChanges,
  receivedAt: Instant,
): Promise<void> {
  await client.query(DROP_ALERTS, [
    dropped.map((a) => a.seriesId),
    dropped.map((a) => a.fingerprint),
    dropped.map((a) => new Date(a.startsAt)),
    dropped.map((a) => new Date(a.from)),
  ]);
  await client.query(SAVE_ALERTS, [
    alerts.map((a) => a.seriesId),
    alerts.map((a) => a.fingerprint),
    alerts.map((a) => new Date(a.startsAt)),
    alerts.map((a) => new Date(a.from)),
    alerts.map((a) => (a.to === null ? null : new Date(a.to))),
    alerts.map((a) => HEALTHS.indexOf(a.health)),
    alerts.map((a) => (a.knownUntil === null ? null : new Date(a.knownUntil))),
  ]);
  await client.query(SAVE_STEPS, [
    steps.map((s) => s.seriesId),
    steps.map((s) => new Date(s.at)),
    steps.map((s) => HEALTHS.indexOf(s.value)),
  ]);
  await saveLapses(client, lapses, receivedAt);
}

// A period without an end of its own is deleted together with the period that ended it.
const FORGET = `DELETE FROM alert a WHERE a.series_id = ANY($1) AND (a.to_at < $2 OR a.to_at IS NULL AND EXISTS (
  SELECT 1 FROM alert b WHERE b.series_id = a.series_id AND b.fingerprint = a.fingerprint
    AND (b.from_at > a.from_at AND b.from_at < $2 OR b.to_at > a.from_at AND b.to_at < $2)))`;

/** Deletes alerts that ended before `before`, and steps that were followed by later ones before then. */
export async function forgetEndedAlerts(
  client: pg.ClientBase,
  seriesIds: readonly number[],
  before: Instant,
): Promise<void> {
  const values = [seriesIds, new Date(before)];
  await client.query(FORGET, values);
  await client.query(
    `DELETE FROM alert_step s WHERE s.series_id = ANY($1) AND s.at < (SELECT max(b.at) FROM alert_step b WHERE b.series_id = s.series_id AND b.at <= $2)`,
    values,
  );
  await forgetLapses(client, seriesIds, before);
}

/** Deletes the alerts of these series. Lapses before `at` remain, as probes do. */
export async function forgetAlerts(
  client: pg.ClientBase | pg.Pool,
  seriesIds: readonly number[],
  at: Instant,
): Promise<void> {
  await client.query('DELETE FROM alert WHERE series_id = ANY($1)', [seriesIds]);
  await client.query('DELETE FROM alert_step WHERE series_id = ANY($1)', [seriesIds]);
  await client.query('DELETE FROM alert_lapse WHERE series_id = ANY($1) AND at >= $2', [seriesIds, new Date(at)]);
}

/** Returns those of these fingerprints for which the source has a period without an end of its own; its end may be implied. */
export async function endlessFingerprints(
  pool: pg.Pool,
  sourceId: number,
  fingerprints: readonly string[],
): Promise<Set<string>> {
  const { rows } = await pool.query<{ fingerprint: string }>({
    name: 'endless-fingerprints',
    text: `SELECT DISTINCT a.fingerprint FROM series s JOIN alert a ON a.series_id = s.id
      WHERE s.source_id = $1 AND a.fingerprint = ANY($2) AND a.to_at IS NULL`,
    values: [sourceId, fingerprints],
  });
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}
