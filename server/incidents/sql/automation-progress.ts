import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** `since`: since when incidents are kept; `lookFrom`: how far back what was judged again reaches that they do not follow yet; null where it does not. */
export type Keeping = { since: Instant; lookFrom: Instant | null };

/** Null where incidents are not kept yet. */
export async function keepingOf(client: pg.ClientBase): Promise<Keeping | null> {
  const { rows } = await client.query<{ since: Date; look_from: Date | null }>({
    name: 'incident-keeping',
    text: 'SELECT since, look_from FROM incident_keeping',
  });
  return rows[0] ? { since: rows[0].since.getTime(), lookFrom: rows[0].look_from?.getTime() ?? null } : null;
}

/** Incidents follow what was judged again from `lookFrom` on; where more was since, they are yet to follow that. */
export async function noteFollowed(pool: pg.Pool, lookFrom: Instant): Promise<void> {
  await pool.query('UPDATE incident_keeping SET look_from = NULL WHERE look_from = $1', [new Date(lookFrom)]);
}

/** Incidents follow what is judged up to an instant. */
export async function noteKept(pool: pg.Pool, keptUpTo: Instant): Promise<void> {
  await pool.query('UPDATE incident_keeping SET kept_up_to = $1', [new Date(keptUpTo)]);
}

/** Null where nothing says how far they follow. */
export async function keptUpToOf(client: pg.ClientBase): Promise<Instant | null> {
  const { rows } = await client.query<{ kept_up_to: Date | null }>({
    name: 'kept-up-to',
    text: 'SELECT kept_up_to FROM incident_keeping',
  });
  return rows[0]?.kept_up_to?.getTime() ?? null;
}

/** Incidents are kept from now on; the first to say so is right. */
export async function beginKeeping(pool: pg.Pool, now: Instant): Promise<void> {
  await pool.query('INSERT INTO incident_keeping (since) VALUES ($1) ON CONFLICT DO NOTHING', [new Date(now)]);
}
