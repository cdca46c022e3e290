import type pg from 'pg';
import type { Effects } from '#domain/measurement/effect';

/** Reads the effects of components by their ids. They are written from validated files only. */
export async function componentEffects(
  client: pg.ClientBase,
  componentIds: readonly number[],
): Promise<Map<number, Effects>> {
  const { rows } = await client.query<{ id: number; effects: Effects }>({
    name: 'component-effects',
    text: 'SELECT id, effects FROM component WHERE id = ANY($1)',
    values: [componentIds],
  });
  return new Map(rows.map(({ id, effects }) => [id, effects]));
}
