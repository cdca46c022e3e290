import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import { transaction } from '#server/db/transaction';

// As long as an incident can have further events, its deliveries, and those of incidents merged into it, show who was notified of it.
const FINISHED = `WITH RECURSIVE unfinished(id) AS (
    (SELECT id FROM incident WHERE is_open UNION SELECT incident_id FROM event WHERE outcome IS NULL OR fanned_out_at >= $1)
    UNION SELECT i.id FROM incident i JOIN unfinished u ON i.merged_into_id = u.id)
SELECT e.id FROM event e
WHERE e.fanned_out_at < $1 AND e.details_deleted_at IS NULL AND e.incident_id NOT IN (SELECT id FROM unfinished)
  AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event_id = e.id AND d.state = 'due')
ORDER BY e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED`;

// One statement, so that the stored counts are those of the deleted rows.
const DELETE = `WITH deleted AS (DELETE FROM delivery WHERE event_id = $1 RETURNING state)
UPDATE event SET mail = NULL, details_deleted_at = $2,
  suppressed_count = (SELECT count(*) FROM deleted WHERE state IN ('suppressed', 'dropped')),
  dead_count = (SELECT count(*) FROM deleted WHERE state = 'dead')
WHERE id = $1`;

/**
 * Deletes the deliveries of one event that was fanned out before `before`, if its incident and the one that it was merged into have had no event
 * since. The event keeps their numbers. Returns false if there is none.
 */
export function deleteDetails(pool: pg.Pool, before: Instant, now: Instant): Promise<boolean> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<{ id: string }>(FINISHED, [new Date(before)]);
    const [found] = rows;
    if (found) await client.query(DELETE, [found.id, new Date(now)]);
    return found !== undefined;
  });
}

/** Deletes settled notices written before `before`, at most `count`. Returns their number. */
export async function deleteNotices(pool: pg.Pool, before: Instant, count: number): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM delivery WHERE id IN (
       SELECT id FROM delivery WHERE lane = 'notice' AND created_at < $1 AND state <> 'due' ORDER BY created_at LIMIT $2)`,
    [new Date(before), count],
  );
  return rowCount ?? 0;
}

/** Deletes the bodies of events published before `before`, at most `count`. Returns their number. */
export async function deleteBodies(pool: pg.Pool, before: Instant, count: number): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE event SET body = NULL WHERE id IN (
       SELECT id FROM event WHERE fanned_out_at < $1 AND body IS NOT NULL ORDER BY fanned_out_at LIMIT $2)`,
    [new Date(before), count],
  );
  return rowCount ?? 0;
}
