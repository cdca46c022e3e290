import type { Instant } from '#domain/time/interval';
import { reEvaluate } from '#server/evaluation/apply-policy-change';
import { createEvaluator } from '#server/evaluation/evaluate';
import { rollUpMinutes } from '#server/evaluation/roll-up-minutes';
import { latestStoredAt } from '#server/evaluation/sql/evaluation';
import { runAutomation } from '#server/incidents/automation/run-automation';
import { noteReconciled } from '#server/incidents/sql/automation-progress';
import { forgetRequests } from '#server/incidents/update/forget-requests';
import { rotatePartitions } from '#server/ingest/sql/partitions';
import { createWatermark } from '#server/ingest/watermark';
import { watchRecords } from '#server/postmortems/watch-records';
import { atMostEvery } from './at-most-every.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import { isolated, repeat } from './repeat.ts';

const PACE_MS = 500;
const FAILED_PAUSE_MS = 2_000;
const ROLL_UP_EVERY_MS = 10_000;
/** How often the progress of incident automation is stored. */
const RECONCILED_EVERY_MS = 10_000;
const MAINTENANCE_EVERY_MS = 3_600_000;
/** How often the records of published post-mortems are compared, if they may have changed. */
const RECORDS_EVERY_MS = 10_000;
/** At its start, a process attributes a record that is further ahead than this to a wrong clock, and deletes the excess. */
const AHEAD_AT_START_MS = 60_000;

/**
 * Evaluates new data about twice per second, re-evaluates piece by piece after policy changes, and rotates partitions, until `signal` ends it.
 * Logs failures and retries.
 */
export async function runEvaluationLoop(
  ctx: EvaluationContext,
  onEvaluated: () => void,
  signal: AbortSignal,
): Promise<void> {
  const evaluate = createEvaluator(ctx);
  const readWatermark = createWatermark(ctx);
  let clockBefore: Instant | null = null;
  let rolledUpTo = Number.NEGATIVE_INFINITY;
  let reconciledUntil = Number.NEGATIVE_INFINITY;
  const maintain = atMostEvery(ctx.clock, MAINTENANCE_EVERY_MS, async () => {
    await rotatePartitions(ctx.worker, ctx.clock.now());
    await forgetRequests(ctx);
  });

  const watch = atMostEvery(ctx.clock, RECORDS_EVERY_MS, async () => {
    await isolated(ctx, () => watchRecords(ctx), 'the records of post-mortems could not be compared; retrying');
  });

  async function step(): Promise<void> {
    await maintain();
    const latest = await latestStoredAt(ctx.worker, ctx.clock.latest());
    if (latest !== null) ctx.clock.noteObserved(latest);
    const now = ctx.clock.now();
    const { watermark, held } = await readWatermark(now);
    const { evaluatedUntil } = await evaluate(Math.min(watermark, now), aheadMs(now, clockBefore), held);
    clockBefore = now;
    onEvaluated();
    const isReconciled = await isolated(ctx, () => runAutomation(ctx), 'incident automation failed; retrying');
    if (isReconciled && Math.abs(evaluatedUntil - reconciledUntil) > RECONCILED_EVERY_MS) {
      await noteReconciled(ctx.worker, evaluatedUntil);
      reconciledUntil = evaluatedUntil;
    }
    await isolated(ctx, () => reEvaluate(ctx), 're-evaluation after a policy change failed; retrying');
    await watch();
    if (evaluatedUntil - rolledUpTo > ROLL_UP_EVERY_MS) {
      await rollUpMinutes(ctx, evaluatedUntil);
      rolledUpTo = evaluatedUntil;
    }
  }

  const failure = 'evaluation failed; retrying';
  await repeat(ctx, { step, paceMs: PACE_MS, failedPauseMs: FAILED_PAUSE_MS, failure }, signal);
}

/**
 * Returns how far the record may be ahead of the watermark before the excess is deleted. Held deliveries and slower clocks of other machines
 * only delay evaluation. Results are deleted only where our own clock is set back, or where the record is far ahead of it at the start.
 */
function aheadMs(now: Instant, clockBefore: Instant | null): number {
  if (clockBefore === null) return AHEAD_AT_START_MS;
  return now >= clockBefore ? Number.POSITIVE_INFINITY : 0;
}
