import type pg from 'pg';

type EventBody = { id: string; publicId: string; body: string };

/** Returns what is sent of these events. Fan-out stores the body before it makes deliveries. */
export async function eventBodies(pool: pg.Pool, ids: readonly string[]): Promise<EventBody[]> {
  const { rows } = await pool.query<EventBody>({
    name: 'event-bodies',
    text: 'SELECT id, public_id AS "publicId", body FROM event WHERE id = ANY($1) AND body IS NOT NULL',
    values: [ids],
  });
  return rows;
}
