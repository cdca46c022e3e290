import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';

const FAILED_PAUSE_MS = 5_000;

type Faults = Pick<Context, 'log' | 'databaseFaults'>;
type Repeated = {
  step: () => Promise<unknown>;
  /** The pause after a step, and after one that failed. */
  paceMs: number;
  failedPauseMs?: number;
  /** The log message of a failure. */
  failure: string;
  onFailed?: (() => Promise<void>) | undefined;
};

/** Repeats a step until `signal` ends it. Logs a failure and tries again after a longer pause. */
export async function repeat(
  ctx: Faults,
  { step, paceMs, failedPauseMs = FAILED_PAUSE_MS, failure, onFailed }: Repeated,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const isDone = await isolated(ctx, step, failure, signal);
    if (!isDone && !signal.aborted) await onFailed?.();
    await wait(isDone ? paceMs : failedPauseMs, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}

/** Runs work and returns whether it succeeded. Logs a failure, and notes it if the database caused it. A failure after `signal` is expected. */
export async function isolated(
  ctx: Faults,
  work: () => Promise<unknown>,
  failure: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    const { code, message } = error as { code?: string; message: string };
    ctx.log.error({ code, message }, failure);
    ctx.databaseFaults.note(error);
    return false;
  }
}
