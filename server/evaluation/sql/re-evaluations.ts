import type pg from 'pg';
import type { Instant } from '#domain/time/interval';

export type ReEvaluation = { componentId: number; version: number; from: Instant };

/** Returns the pending re-evaluations after policy changes that begin before `evaluatedUntil`, the oldest first. */
export async function pendingReEvaluations(
  client: pg.ClientBase | pg.Pool,
  evaluatedUntil: Instant,
): Promise<ReEvaluation[]> {
  const { rows } = await client.query<{ component_id: number; version: number; from_at: Date }>({
    name: 're-evaluations',
    text: 'SELECT component_id, version, from_at FROM re_evaluation WHERE from_at < $1 ORDER BY from_at, component_id, version',
    values: [new Date(evaluatedUntil)],
  });
  return rows.map((row) => ({ componentId: row.component_id, version: row.version, from: row.from_at.getTime() }));
}

const FOLLOW = `UPDATE automation_progress SET look_from = LEAST(look_from, (SELECT effective_from FROM policy_version WHERE component_id = $1 AND version = $2))`;

/** Records the progress of a re-evaluation. Null: it is complete, so that incident automation looks again from the start of the version. */
export async function noteReEvaluated(
  client: pg.ClientBase,
  { componentId, version }: ReEvaluation,
  upTo: Instant | null,
): Promise<void> {
  if (upTo === null) {
    await client.query(FOLLOW, [componentId, version]);
    await client.query('DELETE FROM re_evaluation WHERE component_id = $1 AND version = $2', [componentId, version]);
  } else
    await client.query('UPDATE re_evaluation SET from_at = $3 WHERE component_id = $1 AND version = $2', [
      componentId,
      version,
      new Date(upTo),
    ]);
}
