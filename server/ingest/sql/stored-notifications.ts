import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

type Notification = { id: string; sourceId: number; receivedAt: Instant };

/**
 * Records that a notification is stored by this transaction; returns false if it was stored before. A notification from the spool may have been stored
 * already, and unlike probes, alerts do not merge by a key.
 */
export async function claimNotification(
  client: pg.ClientBase,
  { id, sourceId, receivedAt }: Notification,
): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'claim-notification',
    text: 'INSERT INTO stored_notification (source_id, id, received_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    values: [sourceId, id, new Date(receivedAt)],
  });
  return rowCount === 1;
}

/** Deletes the records of notifications that were received before `before`. */
export async function forgetNotifications(client: pg.ClientBase, sourceId: number, before: Instant): Promise<void> {
  await client.query({
    name: 'forget-notifications',
    text: 'DELETE FROM stored_notification WHERE source_id = $1 AND received_at < $2',
    values: [sourceId, new Date(before)],
  });
}
