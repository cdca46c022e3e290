import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import { loadHeads } from '#server/evaluation/sql/current-states';
import { takeTurn } from '#server/evaluation/sql/evaluation';
import { noteRejudged, pendingRejudgements } from '#server/evaluation/sql/re-evaluations';
import { instantBeforeRows } from '#server/evaluation/sql/read-probes';
import { loadWorld } from '#server/evaluation/sql/world';
import { judgeableFrom } from './evaluable-from.ts';
import { reachedByJudgement } from './evaluate.ts';
import { CHUNK_ROWS_MAX } from './evaluate-pieces.ts';
import { judgeSpanAgain } from './re-evaluate-span.ts';

/** A piece holds up live judgement: it is as long as this, or holds as many observations as are judged in about two seconds. */
const PIECE_MS = 3_600_000;
const PIECE_ROWS_MAX = 200_000;

/** Judges one more piece of what new versions of the rules apply to, in one transaction; false where nothing is left to judge again. */
export async function judgeAgain(ctx: Pick<Context, 'worker'>, pieceRowsMax = PIECE_ROWS_MAX): Promise<boolean> {
  const seen = reachedByJudgement(await loadHeads(ctx.worker));
  if (seen === null || (await pendingRejudgements(ctx.worker, seen)).length === 0) return false;
  const first = await judgeableFrom(ctx.worker);
  return transaction(ctx.worker, async (client) => {
    await takeTurn(client);
    const heads = await loadHeads(client);
    const [next] = await pendingRejudgements(client, reachedByJudgement(heads) ?? seen);
    if (!next) return false;
    const judgedUpTo = heads.get(next.componentId)?.judgedUpTo ?? seen;
    const from = Math.max(next.from, first ?? judgedUpTo);
    const end = Math.min(from + PIECE_MS, judgedUpTo);
    const to = from < end ? await instantBeforeRows(client, { from, to: end }, pieceRowsMax) : judgedUpTo;
    const world = await loadWorld(client);
    const chosen = world.components.filter(({ id }) => id === next.componentId);
    if (from < end)
      await judgeSpanAgain(
        client,
        world,
        chosen,
        { from, to },
        { judgedUpTo, chunkRowsMax: CHUNK_ROWS_MAX, total: { windows: 0, observations: 0 } },
      );
    await noteRejudged(client, next, to < judgedUpTo ? to : null);
    return true;
  });
}
