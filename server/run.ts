import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkInstants } from '#server/db/check-instants';
import { lockDataDir } from '#server/db/data-lock';
import { startEmbedded } from '#server/db/embedded';
import { migrate } from '#server/db/migrate';
import { expectSources } from '#server/evaluation/expect-sources';
import { createDrain } from '#server/http/drain';
import { createHttpServer, listen } from '#server/http/server';
import { createDeliveryWatch, type DeliveryWatch } from '#server/ingest/delivery-watch';
import { createIngestEndpoints } from '#server/ingest/endpoints/ingest-endpoints';
import { reportStored } from '#server/ingest/report-stored';
import { createSourceContacts, reportContacts } from '#server/ingest/source-contacts';
import { createMail } from '#server/mail/create-mail';
import { createSubscriberMail } from '#server/mail/create-subscriber-mail';
import { readDkimKey } from '#server/mail/read-dkim-key';
import { createSafeFetch } from '#server/outbound/safe-fetch';
import { startAlerts } from '#server/worker/alert-runner';
import { startDelivery } from '#server/worker/delivery-runner';
import { startRenderLoop } from '#server/worker/render-loop';
import { startEvaluation } from '#server/worker/start-evaluation';
import { type Clock, steadyClock } from './clock.ts';
import { type Context, shareContext } from './context.ts';
import { dkimOf, type Env, oidcOf, setNextOrigin } from './env.ts';
import { AppError } from './errors.ts';
import { redirectConsole } from './json-stderr.ts';
import type { Log } from './log.ts';
import { createMetrics, type Metrics, shareMetrics } from './metrics.ts';
import { openContext } from './open-context.ts';
import { systemRandom } from './random.ts';

const ROOT = path.resolve(import.meta.dirname, '..');

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

function mailOf({ MAIL_FROM, DATA_DIR }: Env, smtpUrl: string | undefined): Context['mail'] {
  return createMail({ smtpUrl, from: MAIL_FROM, folder: path.join(DATA_DIR, 'mail'), random: systemRandom });
}

async function subscriberMailOf(env: Env): Promise<Context['subscriberMail']> {
  const dkim = dkimOf(env);
  return createSubscriberMail({
    smtpUrls: [env.SMTP_URL, env.SMTP_FALLBACK_URL].filter((url) => url !== undefined),
    from: env.MAIL_FROM,
    perSecond: env.SMTP_RATE,
    dkim: dkim && { ...dkim, privateKey: await readDkimKey(dkim.keyFile) },
    folder: mailOf(env, undefined),
  });
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

async function pages(
  log: Log,
): Promise<(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => unknown> {
  redirectConsole(log); // Next prints while it starts
  const { default: next } = await import('next');
  const app = next({ dev: false, dir: ROOT, quiet: true });
  await app.prepare();
  await nextTurn(); // Next now loads all pages at once; a connection begun before that can time out on a busy machine
  return app.getRequestHandler();
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
    const ctx = openContext({
      databaseUrl: url,
      log,
      processName: name,
      clock,
      publicOrigin: env.PUBLIC_ORIGIN ?? `http://localhost:${env.PORT}`,
      mail: mailOf(env, env.SMTP_URL),
      alertMail: mailOf(env, env.ALERT_SMTP_URL ?? env.SMTP_URL),
      subscriberMail: await subscriberMailOf(env),
      createFetch: () => createSafeFetch({ allow: env.WEBHOOK_ALLOW_CIDRS }),
      oidc: oidcOf(env),
    });
    cleanup.add(ctx.close);
    await migrate(ctx.web).catch((error: Error) => {
      throw error instanceof AppError
        ? error
        : new AppError('database_unavailable', `DATABASE_URL: cannot use the database: ${error.message}`);
    });
    await checkInstants(ctx);
    shareContext(ctx);
    const metrics = createMetrics(ctx);
    shareMetrics(metrics);
    const watch = createDeliveryWatch(clock);
    const address =
      env.ROLE === 'worker'
        ? 'worker'
        : await serve(ctx, { env, name, watch, metrics, isEvaluating, hasPages, onStop: cleanup.add });
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
  name: string;
  watch: DeliveryWatch;
  metrics: Metrics;
  onStop: (step: () => unknown) => unknown;
};

/** Serves ingest and pages; resolves to the URL. Registers this process with evaluation before it accepts the first probe. */
async function serve(
  ctx: Context,
  { env, name, watch, metrics, isEvaluating, hasPages, onStop }: Serving,
): Promise<string> {
  const contacts = createSourceContacts();
  const server = createHttpServer({
    ...createIngestEndpoints(ctx, watch, metrics, contacts),
    origin: env.PUBLIC_ORIGIN,
    trustedProxies: env.TRUSTED_PROXIES,
    hstsIncludesSubdomains: env.HSTS_INCLUDE_SUBDOMAINS,
    onFault: (error, requestId) => ctx.log.error({ requestId, message: (error as Error).message }, 'request failed'),
    rest: hasPages ? await pages(ctx.log) : (_, response) => response.writeHead(404).end(),
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
  setNextOrigin(url);
  onStop(drain);
  return url;
}
