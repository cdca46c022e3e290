import type pg from 'pg';

export type PublishedEvent = { position: string; body: string };

/** Reads retained events by their position. Events get their positions one at a time, so that none can appear before one that was read. */
export async function publishedEvents(pool: pg.Pool, after: number, limit: number): Promise<PublishedEvent[]> {
  const { rows } = await pool.query<PublishedEvent>({
    name: 'published-events',
    text: 'SELECT position, body FROM event WHERE position > $1 AND body IS NOT NULL ORDER BY position LIMIT $2',
    values: [after, limit],
  });
  return rows;
}
