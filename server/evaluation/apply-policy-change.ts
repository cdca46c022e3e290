import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { loadCurrentStates } from '#server/evaluation/sql/current-states';
import { nextEvaluationNumber } from '#server/evaluation/sql/evaluation';
import { loadWorld } from '#server/evaluation/sql/evaluation-inputs';
import { noteReEvaluated, pendingReEvaluations } from '#server/evaluation/sql/re-evaluations';
import { instantBeforeRows } from '#server/evaluation/sql/read-probes';
import { evaluableFrom } from './evaluable-from.ts';
import { CHUNK_ROWS_MAX } from './evaluate-pieces.ts';
import { reachedByEvaluation } from './evaluated-until.ts';
import { reEvaluateSpan } from './re-evaluate-span.ts';

/** A piece blocks live evaluation, so it covers at most this time, and at most as many probes as take about two seconds. */
const PIECE_MS = 3_600_000;
const PIECE_ROWS_MAX = 200_000;

/** Re-evaluates one more piece of the time to which a new policy version applies, in one transaction; false where nothing is left. */
export async function reEvaluate(ctx: Pick<Context, 'worker'>, pieceRowsMax = PIECE_ROWS_MAX): Promise<boolean> {
  const reached = reachedByEvaluation(await loadCurrentStates(ctx.worker));
  if (reached === null || (await pendingReEvaluations(ctx.worker, reached)).length === 0) return false;
  const first = await evaluableFrom(ctx.worker);
  return transaction(ctx.worker, async (client) => {
    await nextEvaluationNumber(client);
    const current = await loadCurrentStates(client);
    const [next] = await pendingReEvaluations(client, reachedByEvaluation(current) ?? reached);
    if (!next) return false;
    const evaluatedUntil = current.get(next.componentId)?.evaluatedUntil ?? reached;
    const from = Math.max(next.from, first ?? evaluatedUntil);
    const end = Math.min(from + PIECE_MS, evaluatedUntil);
    const to = from < end ? await instantBeforeRows(client, { from, to: end }, pieceRowsMax) : evaluatedUntil;
    if (from < end) {
      const world = await loadWorld(client);
      const components = world.components.filter(({ id }) => id === next.componentId);
      const how = { evaluatedUntil, chunkRowsMax: CHUNK_ROWS_MAX, total: { windows: 0, probes: 0 } };
      await reEvaluateSpan(client, world, components, { from, to }, how);
    }
    await noteReEvaluated(client, next, to < evaluatedUntil ? to : null);
    return true;
  });
}
