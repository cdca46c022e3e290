import type pg from 'pg';
import type { GroupSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';

export type ComponentRow = {
  id: number;
  publicId: string;
  slug: string;
  name: string;
  description: string | null;
  position: number;
  targetMillionths: number;
  createdAt: Instant;
  isArchived: boolean;
  group: GroupSummary | null;
};

type Row = {
  id: number;
  public_id: string;
  slug: string;
  name: string;
  description: string | null;
  position: number;
  target_millionths: number;
  created_at: Date;
  is_archived: boolean;
  group_public_id: string | null;
  group_slug: string;
  group_name: string;
};

const COMPONENTS = `SELECT c.id, c.public_id, c.slug, c.name, c.description, c.position, c.target_millionths, c.created_at, c.archived_at IS NOT NULL AS is_archived,
  g.public_id AS group_public_id, g.slug AS group_slug, g.name AS group_name
FROM component c LEFT JOIN component_group g ON g.id = c.group_id ORDER BY c.archived_at IS NOT NULL, c.position, c.slug LIMIT $1`;
/** Components on a page at most. */
const COMPONENTS_MAX = 2_000;

export async function componentRows(pool: pg.ClientBase | pg.Pool): Promise<ComponentRow[]> {
  const { rows } = await pool.query<Row>({ name: 'component-rows', text: COMPONENTS, values: [COMPONENTS_MAX] });
  return rows.map((row) => ({
    id: row.id,
    publicId: row.public_id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    position: row.position,
    targetMillionths: row.target_millionths,
    createdAt: row.created_at.getTime(),
    isArchived: row.is_archived,
    group:
      row.group_public_id === null
        ? null
        : { publicId: row.group_public_id, slug: row.group_slug, name: row.group_name },
  }));
}

/** Returns the titles of regions, by the name that probes use. Most regions have none. */
export async function regionTitles(pool: pg.ClientBase | pg.Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query<{ name: string; title: string }>({
    name: 'region-titles',
    text: 'SELECT name, title FROM region',
  });
  return new Map(rows.map(({ name, title }) => [name, title]));
}
