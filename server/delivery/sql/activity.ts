import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

// Without work for an hour, what was due before is late. While sending is paused no worker counts as alive, so that a long pause sends nothing outdated.
const NOTE = `UPDATE delivery_activity SET alive_at = $1,
  resumed_at = CASE WHEN alive_at < $1::timestamptz - interval '1 hour' THEN $1 ELSE LEAST(resumed_at, $1) END
WHERE (alive_at < $1::timestamptz - interval '1 second' OR alive_at > $1) AND NOT EXISTS (SELECT FROM delivery_pause WHERE paused_at IS NOT NULL)
RETURNING resumed_at`;

/**
 * Notes that a worker is sending or looking for deliveries now. Returns when one did so again after more than an hour without any. The second statement sees
 * what the first one waited for.
 */
export async function noteActivity(client: Pick<pg.ClientBase, 'query'>, now: Instant): Promise<Instant> {
  type Row = { resumed_at: Date };
  const noted = await client.query<Row>({ name: 'note-activity', text: NOTE, values: [new Date(now)] });
  const found =
    noted.rows[0] ??
    (await client.query<Row>({ name: 'read-activity', text: 'SELECT resumed_at FROM delivery_activity' })).rows[0];
  return Number(found?.resumed_at); // the table has one row; before the first worker it is -Infinity
}
