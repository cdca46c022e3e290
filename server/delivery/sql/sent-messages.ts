import type pg from 'pg';

/** Returns how many events were sent to subscribers by mail and by webhook. */
export async function sentMessages(pool: pg.Pool): Promise<{ mails: number; webhooks: number }> {
  const { rows } = await pool.query<{ mails: number; webhooks: number }>({
    name: 'sent-messages',
    text: `SELECT count(*) FILTER (WHERE s.channel = 'email')::int AS mails, count(*) FILTER (WHERE s.channel = 'webhook')::int AS webhooks
      FROM delivery d JOIN subscriber s ON s.id = d.subscriber_id WHERE d.event_id IS NOT NULL AND d.state = 'sent'`,
  });
  return rows[0] ?? { mails: 0, webhooks: 0 };
}
