import type pg from 'pg';
import type { MailContent } from '#server/delivery/channels/mail-content';

type EventBody = { id: string; publicId: string; body: string; mail: MailContent | null };

/** Returns what is sent of these events. Fan-out stores the body before it makes deliveries. */
export async function eventBodies(pool: pg.Pool, ids: readonly string[]): Promise<EventBody[]> {
  const { rows } = await pool.query<EventBody>({
    name: 'event-bodies',
    text: 'SELECT id, public_id AS "publicId", body, mail FROM event WHERE id = ANY($1) AND body IS NOT NULL',
    values: [ids],
  });
  return rows;
}
