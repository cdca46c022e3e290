import type pg from 'pg';
import type { Instant } from '#domain/interval';

/** Since when incidents are kept; null where they are not yet. */
export async function keptSince(client: pg.ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ since: Date }>({ name: 'kept-since', text: 'SELECT since FROM incident_keeping' });
  return rows[0]?.since.getTime() ?? null;
}

/** Incidents are kept from now on; the first to say so is right. */
export async function beginKeeping(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query('INSERT INTO incident_keeping (since) VALUES ($1) ON CONFLICT DO NOTHING', [new Date(now)]);
}
