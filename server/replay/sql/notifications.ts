import type pg from 'pg';
import type { EventKind } from '#domain/delivery/kind';
import type { Instant } from '#domain/time/interval';

const NEXT = `SELECT LEAST(
  (SELECT min(due_at) FROM event WHERE outcome IS NULL AND due_at > $1),
  (SELECT min(due_at) FROM delivery WHERE state = 'due' AND due_at > $1)) AS at`;

/** Returns when the next event or delivery after `now` is due; null if none waits. */
export async function nextDueAt(pool: pg.Pool, now: Instant): Promise<Instant | null> {
  const { rows } = await pool.query<{ at: Date | null }>({ name: 'next-due', text: NEXT, values: [new Date(now)] });
  return rows[0]?.at?.getTime() ?? null;
}

/** `confirmedAt`: when monitoring confirmed the latest outage before the event; null if it confirmed none. */
export type SentEvent = {
  event: string;
  kind: EventKind;
  incident: string;
  confirmedAt: Date | null;
  publishedAt: Date;
  recipients: number;
  sent: number;
  firstSentAt: Date | null;
  medianSentAt: Date | null;
  lastSentAt: Date | null;
};

const SENT = `SELECT e.public_id AS event, e.kind, i.public_id AS incident,
  (SELECT max(confirmed_at) FROM episode WHERE incident_id = e.incident_id AND removed_at IS NULL AND confirmed_at <= e.created_at) AS "confirmedAt",
  e.created_at AS "publishedAt", e.delivery_count AS recipients, d.sent, d.first AS "firstSentAt", d.median AS "medianSentAt", d.last AS "lastSentAt"
FROM event e JOIN incident i ON i.id = e.incident_id
CROSS JOIN LATERAL (SELECT count(*)::int AS sent, min(settled_at) AS first, max(settled_at) AS last,
  percentile_disc(0.5) WITHIN GROUP (ORDER BY settled_at) AS median FROM delivery WHERE event_id = e.id AND state = 'sent') d
WHERE e.delivery_count > 0 ORDER BY e.position`;

/** Reads the events that had recipients, with the times at which their messages were sent. */
export async function sentEvents(pool: pg.Pool): Promise<SentEvent[]> {
  return (await pool.query<SentEvent>({ name: 'sent-events', text: SENT })).rows;
}
