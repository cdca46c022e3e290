import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { createEvaluator } from '#server/evaluation/evaluate';
import { reEvaluate } from '#server/evaluation/re-evaluate';
import { rollUpMinutes } from '#server/evaluation/roll-up-minutes';
import { latestStoredAt } from '#server/evaluation/sql/evaluation';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { noteReconciled } from '#server/incidents/sql/automation-progress';
import { forgetRequests } from '#server/incidents/update/forget-requests';
import { rotatePartitions } from '#server/ingest/sql/partitions';
import { createWatermark } from '#server/ingest/watermark';

const PACE_MS = 500;
const FAILED_PAUSE_MS = 2_000;
const ROLL_UP_EVERY_MS = 10_000;
/** How far incidents follow is said this often. */
const KEPT_EVERY_MS = 10_000;
const UPKEEP_EVERY_MS = 3_600_000;
/** At its start a process takes what is evaluated further ahead than this for the work of a clock that was wrong. */
const AHEAD_AT_START_MS = 60_000;

/** Evaluates what is new about twice a second, and what new rules apply to piece by piece, and keeps the partitions turning, until `signal` ends it. A failure is logged and tried again. */
export async function runEvaluationLoop(ctx: Context, onEvaluated: () => void, signal: AbortSignal): Promise<void> {
  const evaluate = createEvaluator(ctx);
  const readWatermark = createWatermark(ctx);
  let upkeepAtMs = Number.NEGATIVE_INFINITY;
  let clockBefore: Instant | null = null;
  let rolledUpTo = Number.NEGATIVE_INFINITY;
  let reconciledUntil = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    let pauseMs = PACE_MS;
    try {
      if (ctx.clock.monotonicMs() - upkeepAtMs > UPKEEP_EVERY_MS) {
        await rotatePartitions(ctx.worker, ctx.clock.now());
        await forgetRequests(ctx);
        upkeepAtMs = ctx.clock.monotonicMs();
      }
      const latest = await latestStoredAt(ctx.worker, ctx.clock.latest());
      if (latest !== null) ctx.clock.noteObserved(latest);
      const now = ctx.clock.now();
      const { watermark, held } = await readWatermark(now);
      const { evaluatedUntil } = await evaluate(Math.min(watermark, now), aheadMs(now, clockBefore), held);
      clockBefore = now;
      onEvaluated();
      const isKept = await apart(ctx, () => runAutomation(ctx), 'incidents could not be kept; trying again');
      if (isKept && Math.abs(evaluatedUntil - reconciledUntil) > KEPT_EVERY_MS) {
        await noteReconciled(ctx.worker, evaluatedUntil);
        reconciledUntil = evaluatedUntil;
      }
      await apart(ctx, () => reEvaluate(ctx), 'new rules could not be applied to what was evaluated; trying again');
      if (evaluatedUntil - rolledUpTo > ROLL_UP_EVERY_MS) {
        await rollUpMinutes(ctx, evaluatedUntil);
        rolledUpTo = evaluatedUntil;
      }
    } catch (error) {
      if (signal.aborted) return;
      ctx.log.error(
        { code: (error as { code?: string }).code, message: (error as Error).message },
        'evaluation failed; trying again',
      );
      pauseMs = FAILED_PAUSE_MS;
    }
    await wait(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

/**
 * How far another evaluation may lie ahead without being taken back. Deliveries and the slower clock of another machine hold evaluation back,
 * they never take it back: only our own clock does that when it is set back, or when we start and find the record far ahead of it.
 */
function aheadMs(now: Instant, clockBefore: Instant | null): number {
  if (clockBefore === null) return AHEAD_AT_START_MS;
  return now >= clockBefore ? Number.POSITIVE_INFINITY : 0;
}

/** Work that goes with evaluation; where it fails, evaluation goes on, and it is tried again after the next. Whether it was done. */
async function apart(ctx: Context, work: () => Promise<unknown>, failure: string): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    ctx.log.error({ code: (error as { code?: string }).code, message: (error as Error).message }, failure);
    return false;
  }
}
