import { setTimeout as wait } from 'node:timers/promises';
import { Logger, type Runner, run } from 'graphile-worker';
import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { dueLanes, forgetWakeUps, isFanOutDue } from '#server/delivery/sql/wake-ups';
import { LANES, wake } from '#server/delivery/wake';
import type { Log } from '#server/log';
import { coalesce } from './coalesce.ts';

const TICK_MS = 1_000;
const FORGET_EVERY_MS = 3_600_000;
const FAILED_PAUSE_MS = 5_000;
/** A lane runs once per process, so that more jobs at once would only be wake-ups of lanes that run already. */
const JOBS_MAX = LANES.length + 3;
const POLL_MS = 2_000;

/**
 * Delivers to subscribers while the process runs. graphile-worker wakes a lane at once, in one of the worker processes; a look at the tables once per
 * second wakes what became due by the clock. Logs failures and tries again. `claimMs`: for tests, how long a claim lasts.
 */
export function startDelivery(ctx: Context, claimMs?: number): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const lanes = createLanes(ctx, claimMs);
  const tasks: Tasks = { fan_out: coalesce(() => fanOut(ctx)) }; // otherwise fan-outs that wait for each other would occupy the slots of the lanes
  for (const name of LANES)
    tasks[name] = async () => {
      if (lanes[name].isRunning) lanes[name].lookAgain();
      else await lanes[name].run();
    };
  const pause = (ms: number) => wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping

  async function listen(): Promise<void> {
    while (!stopping.signal.aborted) {
      await isolated(
        ctx.log,
        () => runJobs(ctx, tasks, stopping.signal),
        'the job runner of deliveries failed; restarting it',
      );
      await pause(FAILED_PAUSE_MS);
    }
  }

  async function tick(): Promise<void> {
    let forgotAtMs = Number.NEGATIVE_INFINITY;
    while (!stopping.signal.aborted) {
      await isolated(
        ctx.log,
        async () => {
          const now = ctx.clock.now();
          for (const lane of await dueLanes(ctx.delivery, LANES, now)) await wake(ctx.delivery, lane);
          if (await isFanOutDue(ctx.delivery, now)) await wake(ctx.delivery, 'fan_out');
          if (ctx.clock.monotonicMs() - forgotAtMs < FORGET_EVERY_MS) return;
          await forgetWakeUps(ctx.delivery);
          forgotAtMs = ctx.clock.monotonicMs();
        },
        'could not look for due deliveries; retrying',
      );
      await pause(TICK_MS);
    }
  }

  const running = [listen(), tick()];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(Object.values(lanes).map((lane) => lane.stop()));
      await Promise.all(running);
    },
  };
}

type Tasks = Record<string, () => Promise<void>>;

/** Runs the jobs of graphile-worker until `signal` or a failure ends it. */
async function runJobs(ctx: Context, tasks: Tasks, signal: AbortSignal): Promise<void> {
  const runner: Runner = await run({
    pgPool: ctx.delivery,
    taskList: tasks,
    concurrency: JOBS_MAX,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: quietLogger(ctx.log),
  });
  const stop = () => void runner.stop().catch(() => undefined); // it has stopped on its own
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  await runner.promise.finally(() => signal.removeEventListener('abort', stop));
}

/** Its messages about single jobs are for debugging only. */
function quietLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({ message }, 'job runner');
    else log.debug({ message }, 'job runner');
  });
}

async function isolated(log: Log, work: () => Promise<unknown>, failure: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ code: (error as { code?: string }).code, message: (error as Error).message }, failure);
  }
}
