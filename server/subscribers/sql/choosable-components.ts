import type pg from 'pg';

export type ChoosableComponent = { slug: string; name: string; description: string | null };

/** Lists the components that subscribers can choose, in the order of the status page. */
export async function choosableComponents(pool: pg.Pool): Promise<ChoosableComponent[]> {
  const { rows } = await pool.query<ChoosableComponent>({
    name: 'choosable-components',
    text: 'SELECT slug, name, description FROM component WHERE archived_at IS NULL ORDER BY position, id',
  });
  return rows;
}

/** Returns a public incident that can be subscribed to, or null. */
export async function choosableIncident(
  pool: pg.Pool,
  publicId: string,
): Promise<{ id: string; title: string } | null> {
  const { rows } = await pool.query<{ id: string; title: string }>({
    name: 'choosable-incident',
    text: `SELECT public_id AS id, title FROM public_incident
      WHERE public_id = $1 AND withdrawn_at IS NULL AND merged_into IS NULL`,
    values: [publicId],
  });
  return rows[0] ?? null;
}
