import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import type { Settled } from '#server/delivery/settlement';

// A result applies only to the try that it belongs to: a process that was slower than its claim changes nothing. Only events have lanes for retries.
const SETTLE = `UPDATE delivery d SET state = r.state, outcome = r.outcome, answer = r.answer, due_at = COALESCE(r.due_at, d.due_at), claimed_until = NULL,
  settled_at = CASE WHEN r.state = 'due' THEN NULL ELSE $7::timestamptz END,
  lane = CASE WHEN r.state = 'due' AND d.lane IN ('mail', 'webhook') THEN d.lane || '_retry' ELSE d.lane END
FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) r(id, tries, state, outcome, answer, due_at)
WHERE d.id = r.id AND d.tries = r.tries AND d.state = 'due'
RETURNING d.id, d.state, d.event_id`;

const ANSWER_LENGTH_MAX = 1_000;

/** Returns the excerpt of an answer that is stored; PostgreSQL takes no U+0000. */
function storedAnswer(answer: string | null): string | null {
  return answer?.replaceAll('\0', '').slice(0, ANSWER_LENGTH_MAX) ?? null;
}

export type SettledRow = { id: string; state: string; event_id: string | null };

/** Stores the results of claimed deliveries of any lane. Returns the rows that they applied to. */
export async function settleRows(
  client: Pick<pg.ClientBase, 'query'>,
  results: readonly Settled[],
  now: Instant,
): Promise<SettledRow[]> {
  const { rows } = await client.query<SettledRow>({
    name: 'settle-deliveries',
    text: SETTLE,
    values: [
      results.map(({ id }) => id),
      results.map(({ tries }) => tries),
      results.map(({ verdict }) => verdict.state),
      results.map(({ verdict }) => verdict.outcome),
      results.map(({ answer }) => storedAnswer(answer)),
      results.map(({ verdict }) => (verdict.state === 'due' ? new Date(verdict.dueAt) : null)),
      new Date(now),
    ],
  });
  return rows;
}
