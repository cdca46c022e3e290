import { Logger, type Runner, run } from 'graphile-worker';
import type pg from 'pg';
import type { Context } from '#server/context';
import type { Lane } from '#server/delivery/lanes/lane';
import { forgetWakeUps } from '#server/delivery/sql/wake-ups';
import type { Log } from '#server/log';
import { atMostEvery } from './at-most-every.ts';
import { isolated, repeat } from './repeat.ts';

const LOOK_EVERY_MS = 1_000;
const RESTART_PAUSE_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
const POLL_MS = 2_000;
/** A task runs once per process, so that more jobs at once would only be wake-ups of tasks that run already. */
const SPARE_JOBS = 2;

type RunnableLane = Pick<Lane<unknown, unknown>, 'isRunning' | 'lookAgain' | 'run' | 'stop'>;
type Jobs = {
  /** Takes one connection to listen for wake-ups. */
  pool: pg.Pool;
  lanes: Record<string, RunnableLane>;
  /** Further tasks by name. */
  tasks?: Tasks;
  /** Looks at the tables and wakes the tasks that are due by the clock. */
  look: () => Promise<void>;
  onLookFailed?: () => Promise<void>;
};
type Tasks = Record<string, () => Promise<unknown>>;

/**
 * Runs lanes and tasks while the process runs. graphile-worker wakes them at once, in one of the processes that have them; a look at the tables once per
 * second wakes what became due by the clock. Logs failures and tries again.
 */
export function startJobs(
  ctx: Context,
  { pool, lanes, tasks, look, onLookFailed }: Jobs,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const all = isolatedTasks(ctx, { ...tasks, ...tasksOf(lanes) });
  const forget = atMostEvery(ctx.clock, FORGET_EVERY_MS, () => forgetWakeUps(pool));
  const running = [
    repeat(
      ctx,
      {
        step: () => runJobs({ pool, tasks: all, log: ctx.log }, signal),
        paceMs: RESTART_PAUSE_MS,
        failure: 'the job runner failed; restarting it',
      },
      signal,
    ),
    repeat(
      ctx,
      {
        step: async () => {
          await look();
          await forget();
        },
        paceMs: LOOK_EVERY_MS,
        failure: `could not look for due work (${Object.keys(all).join(', ')}); retrying`,
        onFailed: onLookFailed,
      },
      signal,
    ),
  ];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(Object.values(lanes).map((lane) => lane.stop()));
      await Promise.all(running);
    },
  };
}

function tasksOf(lanes: Jobs['lanes']): Tasks {
  return Object.fromEntries(
    Object.entries(lanes).map(([name, lane]) => [
      name,
      async () => {
        if (lane.isRunning) lane.lookAgain();
        else await lane.run();
      },
    ]),
  );
}

/** Wraps tasks so that their jobs never fail: the next look wakes a task that still has work. */
function isolatedTasks(ctx: Context, tasks: Tasks): Record<string, () => Promise<void>> {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [
      name,
      async () => void (await isolated(ctx, task, `the task ${name} failed; retrying`)),
    ]),
  );
}

type Running = { pool: pg.Pool; tasks: Record<string, () => Promise<void>>; log: Log };

/** Runs the jobs of graphile-worker until `signal` or a failure ends it. */
async function runJobs({ pool, tasks, log }: Running, signal: AbortSignal): Promise<void> {
  const runner: Runner = await run({
    pgPool: pool,
    taskList: tasks,
    concurrency: Object.keys(tasks).length + SPARE_JOBS,
    pollInterval: POLL_MS,
    noHandleSignals: true,
    parsedCronItems: [],
    logger: quietLogger(log),
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
