import type pg from 'pg';
import type { AlertSender } from '#domain/alerting/alert';
import type { Instant } from '#domain/time/interval';

/** Sources watched at most. */
const SOURCES_MAX = 2_000;
/** Maximum of the column. */
const TRUNCATED_MAX = 2_147_483_647;

/** Records that a notification of a source omitted alerts. */
export async function noteTruncated(pool: pg.Pool, sourceId: number, at: Instant, alerts: number): Promise<void> {
  await pool.query({
    name: 'note-truncated',
    text: 'UPDATE source SET truncated_at = $2, truncated_alerts = $3 WHERE id = $1',
    values: [sourceId, new Date(at), Math.min(alerts, TRUNCATED_MAX)],
  });
}

// Alerts of active components that still fire as far as known, and were not repeated in time. An alert that was never known to fire only means that a rule was not evaluated.
const LAPSED = `SELECT count(DISTINCT s.instance_id)::int AS instances, min(a.known_until) AS since FROM series s JOIN alert a ON a.series_id = s.id
JOIN instance i ON i.id = s.instance_id JOIN component p ON p.id = i.component_id
WHERE s.source_id = c.id AND p.archived_at IS NULL AND a.to_at IS NULL AND a.known_until > a.from_at AND a.known_until <= $1 AND NOT EXISTS (
  SELECT 1 FROM alert b WHERE b.series_id = a.series_id AND b.fingerprint = a.fingerprint AND (b.from_at > a.from_at OR b.to_at > a.from_at))`;

type Row = {
  id: number;
  name: string;
  truncated_at: Date | null;
  truncated_alerts: number | null;
  instances: number;
  since: Date | null;
};

/** Returns the sources of alerts with the alerts that they had stopped repeating by `at`. */
export async function alertSenders(client: pg.ClientBase, at: Instant): Promise<AlertSender[]> {
  const { rows } = await client.query<Row>({
    name: 'alert-senders',
    text: `SELECT c.id, c.name, c.truncated_at, c.truncated_alerts, l.instances, l.since FROM source c CROSS JOIN LATERAL (${LAPSED}) l
      WHERE c.kind = 'edge' ORDER BY c.id LIMIT $2`,
    values: [new Date(at), SOURCES_MAX],
  });
  return rows.map(({ id, name, truncated_at, truncated_alerts, instances, since }) => ({
    id,
    name,
    lapsed: since === null ? null : { instances, since: since.getTime() },
    truncated:
      truncated_at === null || truncated_alerts === null
        ? null
        : { alerts: truncated_alerts, at: truncated_at.getTime() },
  }));
}
