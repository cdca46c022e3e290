import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import type { LaneName } from '#server/delivery/wake';

/** The queues of deliveries: the outbox, and the lanes. */
type QueueName = 'outbox' | LaneName;
/** `ageMs`: for how long the oldest entry has been due; 0 for an empty queue. */
export type QueueAge = { queue: QueueName; ageMs: number };

// Each subquery reads the first entry of a partial index: event_due and delivery_pending.
const OLDEST = `SELECT 'outbox' AS queue, (SELECT min(due_at) FROM event WHERE outcome IS NULL AND due_at <= $1) AS due_at
UNION ALL SELECT lane, (SELECT min(due_at) FROM delivery d WHERE d.lane = l.lane AND d.state = 'due' AND d.due_at <= $1)
FROM unnest(ARRAY['mail', 'mail_retry', 'webhook', 'webhook_retry', 'notice', 'alert']) l(lane)`;

/** Returns the age of each queue. */
export async function queueAges(pool: pg.Pool, now: Instant): Promise<QueueAge[]> {
  const { rows } = await pool.query<{ queue: QueueName; due_at: Date | null }>({
    name: 'queue-ages',
    text: OLDEST,
    values: [new Date(now)],
  });
  return rows.map(({ queue, due_at }) => ({ queue, ageMs: due_at === null ? 0 : now - due_at.getTime() }));
}

/** Returns since when sending is paused, or null if it is not. */
export async function pausedAt(pool: pg.Pool): Promise<Instant | null> {
  const { rows } = await pool.query<{ paused_at: Date | null }>({
    name: 'delivery-paused-at',
    text: 'SELECT paused_at FROM delivery_pause',
  });
  return rows[0]?.paused_at?.getTime() ?? null;
}
