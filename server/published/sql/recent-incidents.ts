import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

/** Returns the ids of public incidents that are open or were resolved after `from`. */
export async function recentIncidents(client: pg.ClientBase, from: Instant): Promise<string[]> {
  const { rows } = await client.query<{ public_id: string }>(
    'SELECT public_id FROM public_incident WHERE is_open OR resolved_at >= $1',
    [new Date(from)],
  );
  return rows.map(({ public_id }) => public_id);
}
