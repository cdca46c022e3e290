import type pg from 'pg';
import type { Instant, Span } from '#domain/interval';
import { clusters } from '#domain/touched';
import type { Context } from '../context.ts';
import { type Head, loadHeads } from '../db/sql/component-heads.ts';
import { forgetAfter, lockEvaluation, takeTouched } from '../db/sql/evaluation.ts';
import { loadWorld, type World, type WorldComponent } from '../db/sql/world.ts';
import { transaction } from '../db/transaction.ts';
import { assert } from '../errors.ts';
import { CHUNK_ROWS_MAX, judgeWindow, lookBackMs, type Window } from './judge-window.ts';

/** How far a judgement goes on at first where what is stored after its span does not follow from it. */
const EXTENSION_MS = 600_000;
/** A clock set back further than this deletes nothing: what was judged could not be judged again. */
const SET_BACK_MS_MAX = 48 * 3_600_000;

export type Evaluation = { judgedUpTo: Instant; windows: number; observations: number };

/** The instant before which everything is judged: the least of all components, or null before the first judgement. */
export function judgedUpToOf(heads: Map<number, Head>): Instant | null {
  return heads.size === 0 ? null : Math.min(...[...heads.values()].map((head) => head.judgedUpTo));
}

/**
 * Judges what was touched since the last time, and the time that has passed up to `horizon`, in one transaction.
 * Only the touched spans are read again; the cost does not depend on how much history there is.
 */
export async function evaluate(ctx: Pick<Context, 'worker'>, horizon: Instant, chunkRowsMax = CHUNK_ROWS_MAX): Promise<Evaluation> {
  return transaction(ctx.worker, async (client) => {
    await lockEvaluation(client);
    const judgedBefore = judgedUpToOf(await loadHeads(client));
    if (judgedBefore !== null && judgedBefore > horizon) {
      assert(judgedBefore - horizon <= SET_BACK_MS_MAX, 'the clock is more than two days behind what is judged: set it right');
      await forgetAfter(client, horizon);
    }
    const touched = (await takeTouched(client)).filter((span) => span.from < horizon);
    const world = await loadWorld(client);
    const result: Evaluation = { judgedUpTo: horizon, windows: 0, observations: 0 };
    if (world.components.length === 0) return result;
    let headFrom = Math.min(judgedBefore ?? horizon - 1, horizon - 1);
    const late: Span[] = [];
    for (const span of clusters(touched).reverse()) {
      if (span.to + lookBackMs(world) >= headFrom) headFrom = Math.min(headFrom, span.from);
      else late.push(span);
    }
    for (const span of late.reverse())
      await judgeSpan(client, world, { from: span.from, to: span.to + lookBackMs(world) }, { ...result, headFrom, chunkRowsMax, total: result });
    await judgePieces(client, world, { from: headFrom, to: horizon - 1 }, { isHead: true, isForced: false, judgedUpTo: horizon, chunkRowsMax, total: result });
    return result;
  });
}

/** Judges a late span and goes on, in growing steps, until what is stored follows from it or the head is reached. */
async function judgeSpan(
  client: pg.ClientBase,
  world: World,
  span: Span,
  { headFrom, judgedUpTo, chunkRowsMax, total }: { headFrom: Instant; judgedUpTo: Instant; chunkRowsMax: number; total: Evaluation },
): Promise<void> {
  let { from, to } = span;
  for (let extensionMs = EXTENSION_MS; ; extensionMs *= 2) {
    const isSettled = await judgePieces(
      client,
      world,
      { from, to: Math.min(to, headFrom) },
      { isHead: false, isForced: false, judgedUpTo, chunkRowsMax, total },
    );
    if (isSettled || to >= headFrom) return;
    from = to + 1;
    to += extensionMs;
  }
}

type Pieces = Omit<Window, 'from' | 'to'> & { total: Evaluation; only?: (component: WorldComponent) => boolean };

/** Judges a span in pieces that fit in memory; whether what is stored after it follows. */
export async function judgePieces(client: pg.ClientBase, world: World, span: Span, { total, only, ...how }: Pieces): Promise<boolean> {
  let from = span.from;
  for (;;) {
    const judged = await judgeWindow(client, world, { from, to: span.to, ...how }, only);
    total.windows++;
    total.observations += judged.observations;
    if (judged.to >= span.to) return judged.isSettled;
    from = judged.to + 1;
  }
}
