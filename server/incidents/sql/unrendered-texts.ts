import type pg from 'pg';
import type { Rendered } from '#server/context';

/** A text that was stored before texts were rendered on saving. `version`: of an update or draft. */
export type UnrenderedText = { kind: 'update' | 'note' | 'draft'; id: number; version: number; body: string };

const UNRENDERED = `(SELECT 'update' AS kind, id, version, body FROM incident_update WHERE html IS NULL ORDER BY id DESC LIMIT $1)
UNION ALL (SELECT 'note', id, 0, body FROM incident_note WHERE html IS NULL ORDER BY id DESC LIMIT $1)
UNION ALL (SELECT 'draft', incident_id, version, COALESCE(content->>'body', '') FROM incident_draft WHERE html IS NULL LIMIT $1)
LIMIT $1`;

/** Reads texts without HTML, newest first. */
export async function unrenderedTexts(pool: pg.Pool, limit: number): Promise<UnrenderedText[]> {
  return (await pool.query<UnrenderedText>({ name: 'unrendered-texts', text: UNRENDERED, values: [limit] })).rows;
}

const STORE_UPDATE = 'UPDATE incident_update SET html = $3, text = $4 WHERE id = $1 AND version = $2 AND html IS NULL';
const STORE_NOTE = 'UPDATE incident_note SET html = $2 WHERE id = $1 AND html IS NULL';
const STORE_DRAFT = 'UPDATE incident_draft SET html = $3 WHERE incident_id = $1 AND version = $2 AND html IS NULL';

/** Stores the rendered text if the text has not changed since. */
export async function storeRendered(
  pool: pg.Pool,
  { kind, id, version }: UnrenderedText,
  { html, text }: Rendered,
): Promise<void> {
  if (kind === 'update') await pool.query(STORE_UPDATE, [id, version, html, text]);
  else if (kind === 'note') await pool.query(STORE_NOTE, [id, html]);
  else await pool.query(STORE_DRAFT, [id, version, html]);
}
