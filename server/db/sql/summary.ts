import type pg from 'pg';
import type { Instant } from '#domain/interval';

export type ComponentRow = {
  id: number;
  publicId: string;
  slug: string;
  name: string;
  description: string | null;
  position: number;
  targetMillionths: number;
  createdAt: Instant;
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
};

const COMPONENTS = 'SELECT id, public_id, slug, name, description, position, target_millionths, created_at FROM component ORDER BY position, slug LIMIT $1';
/** Components that a page shows at most. */
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
  }));
}
