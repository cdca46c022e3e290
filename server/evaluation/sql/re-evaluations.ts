import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

export type Rejudgement = { componentId: number; version: number; from: Instant };

/** What is to be judged again by new rules and lies before `judgedUpTo`, the oldest first. */
export async function pendingRejudgements(
  client: pg.ClientBase | pg.Pool,
  judgedUpTo: Instant,
): Promise<Rejudgement[]> {
  const { rows } = await client.query<{ component_id: number; version: number; from_at: Date }>({
    name: 'rejudgements',
    text: 'SELECT component_id, version, from_at FROM rejudgement WHERE from_at < $1 ORDER BY from_at, component_id, version',
    values: [new Date(judgedUpTo)],
  });
  return rows.map((row) => ({ componentId: row.component_id, version: row.version, from: row.from_at.getTime() }));
}

const FOLLOW = `UPDATE incident_keeping SET look_from = LEAST(look_from, (SELECT effective_from FROM policy_version WHERE component_id = $1 AND version = $2))`;

/** Notes how far something was judged again; null: to the end, so that incidents can follow it from where the rules apply. */
export async function noteRejudged(
  client: pg.ClientBase,
  { componentId, version }: Rejudgement,
  upTo: Instant | null,
): Promise<void> {
  if (upTo === null) {
    await client.query(FOLLOW, [componentId, version]);
    await client.query('DELETE FROM rejudgement WHERE component_id = $1 AND version = $2', [componentId, version]);
  } else
    await client.query('UPDATE rejudgement SET from_at = $3 WHERE component_id = $1 AND version = $2', [
      componentId,
      version,
      new Date(upTo),
    ]);
}
