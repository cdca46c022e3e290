import type pg from 'pg';
import type { MailContent } from '#server/delivery/channels/mail-content';

type EventBody = { id: string; publicId: string; body: string; mail: MailContent | null; isBackfilled: boolean };

/** Returns what is sent of these events. Fan-out stores the body before it makes deliveries. */
export async function eventBodies(pool: pg.Pool, ids: readonly string[]): Promise<EventBody[]> {
  const { rows } = await pool.query<EventBody>({
    name: 'event-bodies',
    text: `SELECT e.id, e.public_id AS "publicId", e.body, e.mail, i.origin = 'backfill' AS "isBackfilled"
      FROM event e JOIN incident i ON i.id = e.incident_id WHERE e.id = ANY($1) AND e.body IS NOT NULL`,
    values: [ids],
  });
  return rows;
}
