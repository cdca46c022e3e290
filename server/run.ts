import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { checkInstants } from '#server/db/check-instants';
import { lockDataDir } from '#server/db/data-lock';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import { expectSources } from '#server/evaluation/expect-sources';
import { createOperatorEndpoints } from '#server/health/operator-endpoints';
import { createDrain } from '#server/http/drain';
import { refuse } from '#server/http/refuse';
import { type Asked, createHttpServer, listen } from '#server/http/server';
import { createDeliveryWatch, type DeliveryWatch } from '#server/ingest/delivery-watch';
import { createIngestEndpoints } from '#server/ingest/endpoints/ingest-endpoints';
import { reportStored } from '#server/ingest/report-stored';
import { createSourceContacts, reportContacts } from '#server/ingest/source-contacts';
import { createAskPage } from '#server/pages/ask-page';
import { createForward } from '#server/pages/forward';
import { type Pages, startPages } from '#server/pages/start-pages';
import { startPublishing } from '#server/site/published/start-publishing';
import { startAlerts } from '#server/worker/alert-runner';
import { startDelivery } from '#server/worker/delivery-runner';
import { startRenderLoop } from '#server/worker/render-loop';
import { startEvaluation } from '#server/worker/start-evaluation';
import { type Clock, steadyClock } from './clock.ts';
import { configuredContext } from './configured-context.ts';
import type { Context } from './context.ts';
import type { Env } from './env.ts';
import { AppError } from './errors.ts';
import { createLimitedQueue } from './limited-queue.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { systemRandom } from './random.ts';

/** Public pages that are not published, like searches: few run at once, and leave processor time for the console and for publishing. */
const VISITORS = { concurrency: 4, waitingMax: 100, waitMsMax: 5_000 } as const;

export type Running = { url: string; ctx: Context; watch: DeliveryWatch; stop: () => Promise<void> };
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
  const embedded = await startEmbedded(env.DATA_DIR, log);
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

/** Starts everything that this process runs. On failure, undoes what was started and throws. */
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
    await migrate(ctx.web).catch((error: Error) => {
      throw error instanceof AppError
        ? error
        : new AppError('database_unavailable', `DATABASE_URL: cannot use the database: ${error.message}`);
    });
    await checkInstants(ctx);
    const metrics = createMetrics(ctx);
    const watch = createDeliveryWatch(clock);
    const address =
      env.ROLE === 'worker'
        ? 'worker'
        : await serve(ctx, {
            env,
            databaseUrl: url,
            name,
            watch,
            metrics,
            isEvaluating,
            hasPages,
            onStop: cleanup.add,
          });
    if (isEvaluating && env.ROLE !== 'web')
      cleanup.add(startEvaluation({ databaseUrl: url, logLevel: env.LOG_LEVEL }, log, metrics.noteEvaluationPool).stop);
    if (isEvaluating && env.ROLE !== 'web') cleanup.add(startDelivery(ctx).stop);
    if (isEvaluating) cleanup.add(startRenderLoop(ctx).stop);
    if (isEvaluating) cleanup.add(startAlerts(ctx).stop); // in each process, so that any remaining process reports that the others are gone
    return { url: address, ctx, watch, stop: cleanup.run };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}

type Serving = Required<Pick<Options, 'isEvaluating' | 'hasPages'>> & {
  env: Env;
  databaseUrl: string;
  name: string;
  watch: DeliveryWatch;
  metrics: Metrics;
  onStop: (step: () => unknown) => unknown;
};

/** Serves ingest and pages; resolves to the URL. Registers this process with evaluation before it accepts the first probe. */
async function serve(
  ctx: Context,
  { env, databaseUrl, name, watch, metrics, isEvaluating, hasPages, onStop }: Serving,
): Promise<string> {
  const contacts = createSourceContacts();
  const socket = path.join(await mkdtemp(path.join(os.tmpdir(), 'candor-')), 'pages'); // the path of a socket is at most 107 bytes long
  onStop(() => rm(path.dirname(socket), { recursive: true, force: true }));
  let pages: Pages | null = null;
  const listening = Promise.withResolvers<void>();
  const renderer = { socket, clock: ctx.clock, ready: () => listening.promise.then(() => pages?.ready()) };
  const { forward, close } = createForward(renderer);
  onStop(close);
  const visitors = createLimitedQueue(VISITORS, ctx.clock);
  const answer = ({ kind, ...asked }: Asked) => {
    const { request } = asked;
    if (kind === 'console' || (request.method !== 'GET' && request.method !== 'HEAD'))
      return forward({ kind, ...asked });
    return visitors.run(() => forward({ kind, ...asked })).catch((error: AppError) => refuse(asked, error));
  };
  const { askPage, close: closeAsk } = createAskPage(renderer);
  onStop(closeAsk);
  const published =
    hasPages && isEvaluating
      ? await startPublishing(ctx, {
          dataDir: env.DATA_DIR,
          holder: `${name} ${process.pid}`,
          askPage,
          hstsIncludesSubdomains: env.HSTS_INCLUDE_SUBDOMAINS,
        })
      : null;
  if (published) onStop(published.stop);
  const server = createHttpServer({
    ...createOperatorEndpoints(ctx, metrics),
    ...createIngestEndpoints(ctx, watch, metrics, contacts),
    origin: env.PUBLIC_ORIGIN,
    trustedProxies: env.TRUSTED_PROXIES,
    hstsIncludesSubdomains: env.HSTS_INCLUDE_SUBDOMAINS,
    ...(published ? { published: published.serve } : {}),
    rest: hasPages ? answer : ({ response }) => response.writeHead(404).end(),
  });
  const drain = createDrain(server);
  if (isEvaluating) {
    await expectSources(ctx, watch);
    const stopping = new AbortController();
    const reporting = [reportStored(ctx, watch, name, stopping.signal), reportContacts(ctx, contacts, stopping.signal)];
    onStop(() => {
      stopping.abort();
      return Promise.all(reporting);
    });
  }
  const url = await listen(server, env.PORT, env.HOST);
  if (!env.PUBLIC_ORIGIN) ctx.publicOrigin = url; // PORT 0 is known only now
  if (hasPages) {
    pages = startPages({ env, databaseUrl, publicOrigin: ctx.publicOrigin, url, socket }, ctx.log);
    onStop(pages.stop);
    listening.resolve();
    await pages.ready();
  }
  onStop(drain);
  return url;
}
