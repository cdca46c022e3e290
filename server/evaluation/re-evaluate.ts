import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { nextEvaluationNumber } from '#server/evaluation/sql/evaluation';
import { noteReEvaluated, pendingReEvaluations } from '#server/evaluation/sql/re-evaluations';
import { instantBeforeRows } from '#server/evaluation/sql/read-probes';
import { loadWorld } from '#server/evaluation/sql/world';
import { evaluableFrom } from './evaluable-from.ts';
import { reachedByEvaluation } from './evaluate.ts';
import { CHUNK_ROWS_MAX } from './evaluate-pieces.ts';
import { reEvaluateSpan } from './re-evaluate-span.ts';

/** A piece holds up live evaluation: it is as long as this, or holds as many probes as are evaluated in about two seconds. */
const PIECE_MS = 3_600_000;
const PIECE_ROWS_MAX = 200_000;

/** Evaluates one more piece of what new versions of the rules apply to, in one transaction; false where nothing is left to re-evaluate. */
export async function reEvaluate(ctx: Pick<Context, 'worker'>, pieceRowsMax = PIECE_ROWS_MAX): Promise<boolean> {
  const seen = reachedByEvaluation(await loadCurrentStates(ctx.worker));
  if (seen === null || (await pendingReEvaluations(ctx.worker, seen)).length === 0) return false;
  const first = await evaluableFrom(ctx.worker);
  return transaction(ctx.worker, async (client) => {
    await nextEvaluationNumber(client);
    const heads = await loadCurrentStates(client);
    const [next] = await pendingReEvaluations(client, reachedByEvaluation(heads) ?? seen);
    if (!next) return false;
    const evaluatedUntil = heads.get(next.componentId)?.evaluatedUntil ?? seen;
    const from = Math.max(next.from, first ?? evaluatedUntil);
    const end = Math.min(from + PIECE_MS, evaluatedUntil);
    const to = from < end ? await instantBeforeRows(client, { from, to: end }, pieceRowsMax) : evaluatedUntil;
    const world = await loadWorld(client);
    const chosen = world.components.filter(({ id }) => id === next.componentId);
    if (from < end)
      await reEvaluateSpan(
        client,
        world,
        chosen,
        { from, to },
        { evaluatedUntil, chunkRowsMax: CHUNK_ROWS_MAX, total: { windows: 0, probes: 0 } },
      );
    await noteReEvaluated(client, next, to < evaluatedUntil ? to : null);
    return true;
  });
}
