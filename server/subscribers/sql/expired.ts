import type pg from 'pg';
import type { SubscriberChannel } from '#domain/subscription/subscription';
import type { Instant } from '#domain/time/interval';

/** Deletes requests of visitors that are older than an instant. */
export async function deleteRequestsBefore(pool: pg.Pool, at: Instant): Promise<void> {
  await pool.query('DELETE FROM subscription_request WHERE created_at <= $1', [new Date(at)]);
}

/** Returns whether a subscription has waited for its confirmation since before an instant. */
export async function hasUnconfirmedBefore(pool: pg.Pool, at: Instant): Promise<boolean> {
  const { rows } = await pool.query<{ has_any: boolean }>(
    `SELECT EXISTS (SELECT FROM subscriber WHERE state = 'unconfirmed' AND created_at <= $1 AND state_at <= $1) AS has_any`,
    [new Date(at)],
  );
  return rows[0]?.has_any === true;
}

type Ended = { id: number; channel: SubscriberChannel; address: string; state_reason: string | null };

/** Returns subscriptions that ended before an instant and still have an address, the oldest first. */
export async function endedBefore(pool: pg.Pool, at: Instant, rowsMax: number): Promise<Ended[]> {
  const { rows } = await pool.query<Ended>(
    `SELECT id, channel, address, state_reason FROM subscriber
     WHERE state = 'ended' AND address IS NOT NULL AND state_at <= $1 ORDER BY state_at LIMIT $2`,
    [new Date(at), rowsMax],
  );
  return rows;
}
