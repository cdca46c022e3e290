import { setTimeout as wait } from 'node:timers/promises';
import { type ClockReading, steadyInstant } from '#domain/horizon';
import type { Context } from '../context.ts';
import { latestStoredAt, sourcesAlive } from '../db/sql/evaluation.ts';
import { turnPartitions } from '../db/sql/partitions.ts';
import type { Metrics } from '../metrics.ts';
import type { DeliveryWatch } from '../probes/delivery-watch.ts';
import { createEvaluator } from '../status/evaluate.ts';

const PACE_MS = 500;
const FAILED_PAUSE_MS = 2_000;
const UPKEEP_EVERY_MS = 3_600_000;
/** How long sources that were alive before a restart have to deliver what they buffered. */
const RESTART_GRACE_MS = 45_000;

/** Holds back what may be judged until sources that were alive when judgement stopped have delivered again. */
export async function expectSources(ctx: Context, watch: DeliveryWatch): Promise<void> {
  const { judgedUpTo, sourceIds } = await sourcesAlive(ctx.worker);
  if (judgedUpTo !== null && judgedUpTo < ctx.clock.now()) watch.expect(sourceIds, judgedUpTo, RESTART_GRACE_MS);
}

/** Judges what is new about twice a second and keeps the partitions turning, until `signal` ends it. A failure is logged and tried again. */
export async function runJudgeLoop(ctx: Context, watch: DeliveryWatch, metrics: Metrics, signal: AbortSignal): Promise<void> {
  let anchor: ClockReading = { wall: ctx.clock.now(), monotonicMs: ctx.clock.monotonicMs() };
  let upkeepAtMs = Number.NEGATIVE_INFINITY;
  let wasStep = false;
  const evaluate = createEvaluator(ctx);
  let judgedBefore = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    let pauseMs = PACE_MS;
    try {
      if (ctx.clock.monotonicMs() - upkeepAtMs > UPKEEP_EVERY_MS) {
        await turnPartitions(ctx.worker, ctx.clock.now());
        upkeepAtMs = ctx.clock.monotonicMs();
      }
      const reading: ClockReading = { wall: ctx.clock.now(), monotonicMs: ctx.clock.monotonicMs() };
      const steady = steadyInstant(anchor, reading, await latestStoredAt(ctx.worker, reading.wall));
      if (!steady.isStep || steady.at === reading.wall) anchor = reading;
      if (steady.isStep && !wasStep)
        ctx.log.error({ wall: reading.wall, judged: steady.at }, 'the clock jumped ahead of the probes; judging at its former pace');
      wasStep = steady.isStep;
      // Deliveries may hold judgement back, never take it back: only a clock that was set back does.
      const held = watch.horizon(steady.at);
      const { judgedUpTo } = await evaluate(steady.at >= judgedBefore ? Math.max(held, judgedBefore) : steady.at);
      judgedBefore = judgedUpTo;
      metrics.noteJudged(judgedUpTo);
    } catch (error) {
      if (signal.aborted) return;
      ctx.log.error({ code: (error as { code?: string }).code, message: (error as Error).message }, 'judgement failed; trying again');
      pauseMs = FAILED_PAUSE_MS;
    }
    await wait(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
