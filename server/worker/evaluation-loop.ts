import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { createEvaluator } from '#server/evaluation/evaluate';
import { judgeAgain } from '#server/evaluation/re-evaluate';
import { rollUpMinutes } from '#server/evaluation/roll-up-minutes';
import { latestStoredAt } from '#server/evaluation/sql/evaluation';
import { keepIncidents } from '#server/incidents/automation/run-automation';
import { noteKept } from '#server/incidents/sql/automation-progress';
import { forgetRequests } from '#server/incidents/update/forget-requests';
import { turnPartitions } from '#server/ingest/sql/partitions';
import { createStoredHorizon } from '#server/ingest/watermark';

const PACE_MS = 500;
const FAILED_PAUSE_MS = 2_000;
const ROLL_UP_EVERY_MS = 10_000;
/** How far incidents follow is said this often. */
const KEPT_EVERY_MS = 10_000;
const UPKEEP_EVERY_MS = 3_600_000;
/** At its start a process takes what is judged further ahead than this for the work of a clock that was wrong. */
const AHEAD_AT_START_MS = 60_000;

/** Judges what is new about twice a second, and what new rules apply to piece by piece, and keeps the partitions turning, until `signal` ends it. A failure is logged and tried again. */
export async function runJudgeLoop(ctx: Context, onJudged: () => void, signal: AbortSignal): Promise<void> {
  const evaluate = createEvaluator(ctx);
  const storedHorizon = createStoredHorizon(ctx);
  let upkeepAtMs = Number.NEGATIVE_INFINITY;
  let clockBefore: Instant | null = null;
  let rolledUpTo = Number.NEGATIVE_INFINITY;
  let keptUpTo = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    let pauseMs = PACE_MS;
    try {
      if (ctx.clock.monotonicMs() - upkeepAtMs > UPKEEP_EVERY_MS) {
        await turnPartitions(ctx.worker, ctx.clock.now());
        await forgetRequests(ctx);
        upkeepAtMs = ctx.clock.monotonicMs();
      }
      const latest = await latestStoredAt(ctx.worker, ctx.clock.latest());
      if (latest !== null) ctx.clock.noteObserved(latest);
      const now = ctx.clock.now();
      const { horizon, held } = await storedHorizon(now);
      const { judgedUpTo } = await evaluate(Math.min(horizon, now), aheadMs(now, clockBefore), held);
      clockBefore = now;
      onJudged();
      const isKept = await apart(ctx, () => keepIncidents(ctx), 'incidents could not be kept; trying again');
      if (isKept && Math.abs(judgedUpTo - keptUpTo) > KEPT_EVERY_MS) {
        await noteKept(ctx.worker, judgedUpTo);
        keptUpTo = judgedUpTo;
      }
      await apart(ctx, () => judgeAgain(ctx), 'new rules could not be applied to what was judged; trying again');
      if (judgedUpTo - rolledUpTo > ROLL_UP_EVERY_MS) {
        await rollUpMinutes(ctx, judgedUpTo);
        rolledUpTo = judgedUpTo;
      }
    } catch (error) {
      if (signal.aborted) return;
      ctx.log.error(
        { code: (error as { code?: string }).code, message: (error as Error).message },
        'judgement failed; trying again',
      );
      pauseMs = FAILED_PAUSE_MS;
    }
    await wait(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

/**
 * How far another judgement may lie ahead without being taken back. Deliveries and the slower clock of another machine hold judgement back,
 * they never take it back: only our own clock does that when it is set back, or when we start and find the record far ahead of it.
 */
function aheadMs(now: Instant, clockBefore: Instant | null): number {
  if (clockBefore === null) return AHEAD_AT_START_MS;
  return now >= clockBefore ? Number.POSITIVE_INFINITY : 0;
}

/** Work that goes with judgement; where it fails, judgement goes on, and it is tried again after the next. Whether it was done. */
async function apart(ctx: Context, work: () => Promise<unknown>, failure: string): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    ctx.log.error({ code: (error as { code?: string }).code, message: (error as Error).message }, failure);
    return false;
  }
}
