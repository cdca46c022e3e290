import type pg from 'pg';

export type SeriesRow = {
  id: number;
  component_id: number;
  instance: string;
  region: string | null;
  zone: string | null;
};
export type Labels = { componentId: number; instance: string; region: string | null; zone: string | null };

const INSTANCES = `INSERT INTO instance (component_id, name, region, zone, created_at)
SELECT i.component_id, i.name, i.region, i.zone, $5 FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS i(component_id, name, region, zone)
ON CONFLICT (component_id, name) DO UPDATE SET region = COALESCE(EXCLUDED.region, instance.region), zone = COALESCE(EXCLUDED.zone, instance.zone)
RETURNING id, xmax <> 0 AS was_there`;

const SERIES =
  'INSERT INTO series (source_id, instance_id) SELECT $1, i.id FROM unnest($2::int[]) AS i(id) ORDER BY i.id ON CONFLICT DO NOTHING';

const OF_SOURCE = `SELECT s.id, i.component_id, i.name AS instance, i.region, i.zone FROM series s JOIN instance i ON i.id = s.instance_id
WHERE s.source_id = $1`;

/** Makes evaluation load changed labels: it drops its memory where the evaluation sequence has moved in the meantime. */
const FORGET = 'UPDATE evaluation_sequence SET number = number + 1';

export async function seriesOfSource(pool: pg.Pool, sourceId: number): Promise<SeriesRow[]> {
  return (await pool.query<SeriesRow>(OF_SOURCE, [sourceId])).rows;
}

export type Upsert = { sourceId: number; labels: readonly Labels[]; now: Date };

/** Creates or relabels instances and the series of the source. `labels` must be in a fixed order without repeats, so that two writers cannot deadlock. */
export async function upsertSeries(pool: pg.Pool, { sourceId, labels, now }: Upsert): Promise<SeriesRow[]> {
  const { rows } = await pool.query<{ id: number; was_there: boolean }>(INSTANCES, [
    labels.map((l) => l.componentId),
    labels.map((l) => l.instance),
    labels.map((l) => l.region),
    labels.map((l) => l.zone),
    now,
  ]);
  const ids = rows.map((row) => row.id);
  await pool.query(SERIES, [sourceId, ids]);
  if (rows.some((row) => row.was_there)) await pool.query(FORGET); // its labels may have changed
  return (await pool.query<SeriesRow>(`${OF_SOURCE} AND s.instance_id = ANY($2)`, [sourceId, ids])).rows;
}
