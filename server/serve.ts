import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expectSources } from '#server/evaluation/expect-sources';
import { createOperatorEndpoints } from '#server/health/operator-endpoints';
import { createDrain } from '#server/http/drain';
import { isStaticPath } from '#server/http/paths';
import { refuse } from '#server/http/refuse';
import { type Asked, createHttpServer, listen } from '#server/http/server';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import { startIngest } from '#server/ingest/endpoints/start-ingest';
import { reportStored } from '#server/ingest/report-stored';
import { createSourceContacts } from '#server/ingest/source-contacts';
import { createAskPage } from '#server/pages/ask-page';
import { createForward } from '#server/pages/forward';
import { type Pages, startPages } from '#server/pages/start-pages';
import { startPublishing } from '#server/published/start-publishing';
import type { Context } from './context.ts';
import type { Env } from './env.ts';
import { AppError } from './errors.ts';
import { createLimitedQueue } from './limited-queue.ts';
import type { Metrics } from './metrics.ts';

/** Public pages that are not published, like searches: few run at once, and leave processor time for the console and for publishing. */
const VISITORS = { concurrency: 4, waitingMax: 100, waitMsMax: 5_000 } as const;

type OnStop = (step: () => unknown) => unknown;
/** `name`: the name of this process in the database. `hasPages`: whether it also serves pages. `isPublishing`: whether it publishes them first. */
type Serving = {
  env: Env;
  databaseUrl: string;
  name: string;
  watch: DeliveryWatch;
  metrics: Metrics;
  hasPages: boolean;
  isPublishing: boolean;
  onStop: OnStop;
};
/**
 * `takePart` registers this process with evaluation, which needs the database; if it is available, before `open`, so that no probe arrives earlier. `open`
 * begins to serve, and resolves to the URL.
 */
export type Served = { takePart: () => Promise<void>; open: () => Promise<string> };

const AWAY = new AppError('database_unavailable', 'The database is unavailable. Try again in a few seconds.');

type RestOptions = { renderer: Parameters<typeof createForward>[0]; isCurrent: () => boolean; onStop: OnStop };

/** Sends requests to the process of the pages, and public ones through a queue with a limit. While the database does not answer, only changes are tried. */
function createRest(ctx: Context, { renderer, isCurrent, onStop }: RestOptions) {
  const visitors = createLimitedQueue(VISITORS, ctx.clock);
  const { forward, close } = createForward(renderer);
  onStop(close);
  return ({ kind, ...asked }: Asked) => {
    const { method } = asked.request;
    if (method !== 'GET' && method !== 'HEAD') return forward({ kind, ...asked });
    if (!isCurrent() && !isStaticPath(asked.path)) return refuse(asked, AWAY);
    if (kind === 'console') return forward({ kind, ...asked });
    return visitors.run(() => forward({ kind, ...asked })).catch((error: AppError) => refuse(asked, error));
  };
}

/** Prepares serving of ingest and pages. Without a database, published pages are served. */
export async function prepareServing(
  ctx: Context,
  { env, databaseUrl, name, watch, metrics, hasPages, isPublishing, onStop }: Serving,
): Promise<Served> {
  const contacts = createSourceContacts();
  const ingest = await startIngest(ctx, { dataDir: env.DATA_DIR, watch, metrics, contacts });
  onStop(ingest.stop);
  const socket = path.join(await mkdtemp(path.join(os.tmpdir(), 'candor-')), 'pages'); // the path of a socket is at most 107 bytes long
  onStop(() => rm(path.dirname(socket), { recursive: true, force: true }));
  let pages: Pages | null = null;
  const listening = Promise.withResolvers<void>();
  const renderer = {
    socket,
    clock: ctx.clock,
    log: ctx.log,
    ready: () => listening.promise.then(() => pages?.ready()),
    restart: () => pages?.restart(),
  };
  const { askPage, close } = createAskPage(renderer);
  onStop(close);
  const holder = `${name} ${process.pid} ${ctx.random.bytes(4).toString('hex')}`; // several containers may share a copy of DATA_DIR
  const hstsIncludesSubdomains = env.HSTS_INCLUDE_SUBDOMAINS;
  onStop(() => pages?.stop()); // after the publisher, which renders there
  const published = isPublishing
    ? await startPublishing(ctx, {
        databaseUrl,
        dataDir: env.DATA_DIR,
        holder,
        askPage,
        isAble: () => pages?.isReady() ?? false,
        hstsIncludesSubdomains,
      })
    : null;
  if (published) onStop(published.stop);
  const rest = createRest(ctx, { renderer, isCurrent: published?.isCurrent ?? (() => true), onStop });
  const server = createHttpServer({
    ...createOperatorEndpoints(ctx, metrics),
    ...ingest.endpoints,
    origin: env.PUBLIC_ORIGIN,
    trustedProxies: env.TRUSTED_PROXIES,
    hstsIncludesSubdomains,
    ...(published ? { published: published.serve } : {}),
    rest: hasPages ? rest : ({ response }) => response.writeHead(404).end(),
  });
  async function takePart(): Promise<void> {
    await expectSources(ctx, watch);
    const stopping = new AbortController();
    const reporting = reportStored(ctx, { name, watch, contacts }, stopping.signal);
    onStop(() => {
      stopping.abort();
      return reporting;
    });
  }

  async function open(): Promise<string> {
    const drain = createDrain(server);
    const url = await listen(server, env.PORT, env.HOST);
    if (!env.PUBLIC_ORIGIN) ctx.publicOrigin = url; // PORT 0 is known only now
    if (hasPages) {
      pages = startPages({ env, databaseUrl, publicOrigin: ctx.publicOrigin, url, socket }, ctx);
      listening.resolve();
      await pages.ready();
    }
    onStop(drain);
    return url;
  }

  return { takePart, open };
}
