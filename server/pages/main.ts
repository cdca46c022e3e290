// The process of the pages: Next, behind the server in front. It receives its settings as a message, and ends with the process that started it.
import path from 'node:path';
import { readBrand } from '#server/catalog/reads/read-brand';
import { configuredContext } from '#server/configured-context';
import { type Context, shareContext } from '#server/context';
import { setNextOrigin } from '#server/env';
import { onSiteChange, rememberSite } from '#server/http/known-site';
import { endOnUncaught, redirectStderr } from '#server/json-stderr';
import { createLog } from '#server/log';
import { figuresState } from '#server/site/figures-state';
import { createPagesServer } from './create-pages-server.ts';
import type { PagesReport, PagesSettings } from './messages.ts';
import { pagesClock } from './request-clock.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

const report = (message: PagesReport) => void process.send?.(message);

async function rememberCurrentSite(ctx: Context): Promise<void> {
  const [brand, { components, regions }] = await Promise.all([readBrand(ctx), figuresState(ctx)]);
  rememberSite({ brand, components, regions });
}

async function start({ env, databaseUrl, publicOrigin, url, socket }: PagesSettings): Promise<void> {
  const log = createLog(env.LOG_LEVEL);
  redirectStderr(log);
  endOnUncaught(log);
  const ctx = await configuredContext({ env, databaseUrl, log, clock: pagesClock, publicOrigin });
  shareContext(ctx);
  onSiteChange((site) => report({ kind: 'site', site }));
  setNextOrigin(url);
  const { default: next } = await import('next');
  const app = next({ dev: false, dir: ROOT, quiet: true });
  await app.prepare();
  rememberCurrentSite(ctx).catch(() => undefined); // the database is away: the first page that is read reports it
  const server = createPagesServer(app.getRequestHandler(), log);
  server.listen(socket, () => report({ kind: 'ready' }));
  process.once('message', async () => {
    server.close();
    await ctx.close();
    process.exit(0);
  });
}

// A signal to the whole group must not end it before the requests that the process in front still answers.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit(0)); // the process in front has ended
process.once('message', (settings) => start(settings as PagesSettings));
