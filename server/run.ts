import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkInstants } from '#server/db/check-instants';
import { lockDataDir } from '#server/db/data-lock';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import { createDeliveryWatch, type DeliveryWatch } from '#server/ingest/delivery-watch';
import { hasPublished } from '#server/published/library';
import { startAlerts } from '#server/worker/alert-runner';
import { startDelivery } from '#server/worker/delivery-runner';
import { startRenderLoop } from '#server/worker/render-loop';
import { startEvaluation } from '#server/worker/start-evaluation';
import { type Clock, steadyClock } from './clock.ts';
import { configuredContext } from './configured-context.ts';
import type { Context } from './context.ts';
import type { Env } from './env.ts';
import { AppError, isDatabaseAway } from './errors.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { systemRandom } from './random.ts';
import { prepareServing } from './serve.ts';

/** How often a process that started without the database looks for it. */
const RETRY_MS = 1_000;

/** `hasDatabase`: whether the database was available at the start. */
export type Running = {
  url: string;
  ctx: Context;
  watch: DeliveryWatch;
  hasDatabase: boolean;
  stop: () => Promise<void>;
};
type Options = { env: Env; log: Log; clock?: Clock; isEvaluating?: boolean; hasPages?: boolean };

/** Collects steps that undo what was started, and runs them last first, even where one of them fails. */
function cleaner(log: Log) {
  const steps: (() => unknown)[] = [];
  return {
    add: (step: () => unknown) => steps.push(step),
    run: async () => {
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          log.warn({ message: (error as Error).message }, 'a shutdown step failed');
        }
      }
    },
  };
}

async function databaseUrl(env: Env, log: Log, onStop: (step: () => unknown) => unknown): Promise<string> {
  if (env.DATABASE_URL) return env.DATABASE_URL;
  const embedded = await startEmbedded(env.DATA_DIR, log, { mayFail: await hasPublished(env.DATA_DIR) });
  onStop(embedded.stop);
  const file = path.join(env.DATA_DIR, 'database.url');
  await writeFile(file, embedded.url, { mode: 0o600 });
  await chmod(file, 0o600);
  onStop(() => rm(file, { force: true }));
  return embedded.url;
}

function guardedClock(log: Log): Clock {
  return steadyClock((step) => log.error(step, 'the system clock stepped and probes contradict it; ignoring the step'));
}

/** Returns the name of this process in the database. It is stored in DATA_DIR, so that a restarted process has the same name. */
async function processName(dataDir: string, random: Context['random']): Promise<string> {
  const file = path.join(dataDir, 'process.name');
  const found = await readFile(file, 'utf8').catch(() => ''); // first start
  if (found) return found;
  const name = random.bytes(8).toString('hex');
  await writeFile(file, name);
  return name;
}

/** Migrates the database. Errors: bad_environment, database_unavailable. */
async function prepareDatabase(ctx: Context): Promise<void> {
  try {
    await migrate(ctx.web);
    await checkInstants(ctx);
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { message } = error as Error;
    if (!isDatabaseAway(error))
      throw new AppError('bad_environment', `DATABASE_URL: cannot use the database: ${message}`);
    throw new AppError('database_unavailable', `DATABASE_URL: cannot use the database: ${message}`);
  }
}

/** Prepares the database. Returns whether it is available; without published pages it must be. */
async function isPrepared(ctx: Context, dataDir: string): Promise<boolean> {
  try {
    await prepareDatabase(ctx);
    return true;
  } catch (error) {
    const isAway = error instanceof AppError && error.code === 'database_unavailable';
    if (!isAway || !(await hasPublished(dataDir))) throw error;
    ctx.log.error({ message: error.message }, 'starting without the database: serving the last published pages');
    return false;
  }
}

/** Waits until the database can be prepared, or until stopping. Returns whether it was. */
async function databaseReturns(ctx: Context, signal: AbortSignal): Promise<boolean> {
  let failure = '';
  while (!signal.aborted) {
    await wait(RETRY_MS, undefined, { signal }).catch(() => undefined); // stopping
    try {
      if (signal.aborted) break;
      await prepareDatabase(ctx);
      ctx.log.info('the database is available');
      return true;
    } catch (error) {
      const { message } = error as Error; // a database that is being restored may even be missing for a while
      if (message !== failure) ctx.log.error({ message }, 'the database cannot be used yet; retrying');
      failure = message;
    }
  }
  return false;
}

type Tasks = { env: Env; databaseUrl: string; metrics: Metrics; onStop: (step: () => unknown) => unknown };

/** Starts what runs beside serving. */
function startTasks(ctx: Context, { env, databaseUrl: url, metrics, onStop }: Tasks): void {
  if (env.ROLE !== 'web') {
    onStop(startEvaluation({ databaseUrl: url, logLevel: env.LOG_LEVEL }, ctx.log, metrics.noteEvaluationPool).stop);
    onStop(startDelivery(ctx).stop);
  }
  onStop(startRenderLoop(ctx).stop);
  onStop(startAlerts(ctx).stop); // in each process, so that any remaining process reports that the others are gone
}

/**
 * Starts everything that this process runs. With published pages from an earlier start it also starts without the database, and begins the rest when the
 * database is back. On failure, undoes what was started and throws.
 */
export async function run({
  env,
  log,
  clock = guardedClock(log),
  isEvaluating = true,
  hasPages = true,
}: Options): Promise<Running> {
  const cleanup = cleaner(log);
  try {
    cleanup.add(await lockDataDir(env.DATA_DIR));
    const url = await databaseUrl(env, log, cleanup.add);
    const name = await processName(env.DATA_DIR, systemRandom);
    const publicOrigin = env.PUBLIC_ORIGIN ?? `http://localhost:${env.PORT}`;
    const ctx = await configuredContext({ env, databaseUrl: url, log, processName: name, clock, publicOrigin });
    cleanup.add(ctx.close);
    const hasDatabase = await isPrepared(ctx, env.DATA_DIR);
    const metrics = createMetrics(ctx);
    const watch = createDeliveryWatch(clock);
    const isPublishing = hasPages && isEvaluating;
    const onStop = cleanup.add;
    const served =
      env.ROLE === 'worker'
        ? null
        : await prepareServing(ctx, { env, databaseUrl: url, name, watch, metrics, hasPages, isPublishing, onStop });
    const begin = async () => {
      if (isEvaluating) await served?.takePart();
      return () => isEvaluating && startTasks(ctx, { env, databaseUrl: url, metrics, onStop });
    };
    const startRest = hasDatabase ? await begin() : null;
    const address = (await served?.open()) ?? 'worker';
    if (startRest) startRest();
    else onStop(beginLater(ctx, begin));
    return { url: address, ctx, watch, hasDatabase, stop: cleanup.run };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

/** Begins when the database is back. Returns a function that stops waiting for it. */
function beginLater(ctx: Context, begin: () => Promise<() => unknown>): () => Promise<void> {
  const stopping = new AbortController();
  const waiting = databaseReturns(ctx, stopping.signal).then(async (isBack) => {
    if (isBack) (await begin())();
  });
  return () => {
    stopping.abort();
    return waiting;
  };
}
