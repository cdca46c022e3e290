import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import type { Context } from '#server/context';
import { createPool } from '#server/db/client';
import { endPool } from '#server/db/end-pool';
import { contentPolicy, securityHeaders } from '#server/http/security-headers';
import type { Incoming } from '#server/http/server';
import type { AskPage } from '#server/pages/ask-page';
import { requestEntry } from '#server/published/sql/entries';
import { followEntries } from './follow-entries.ts';
import { startHints } from './hints.ts';
import { libraryFolder, openLibrary } from './library.ts';
import { startPublisher } from './publisher.ts';
import { createServe } from './serve.ts';

/** Next names each build. Forms of another build are refused, so their pages must be rendered again. */
const BUILD_FILE = path.resolve(import.meta.dirname, '../../.next/BUILD_ID');
/** Requests to the publisher at once, so that they never use all connections. */
const REQUESTS_AT_ONCE = 2;

type Options = {
  databaseUrl: string;
  dataDir: string;
  holder: string;
  askPage: AskPage;
  isAble: () => boolean;
  hstsIncludesSubdomains: boolean;
};

/** Starts everything by which this process publishes and serves published pages. */
export async function startPublishing(
  outer: Context,
  { databaseUrl, dataDir, holder, askPage, isAble, hstsIncludesSubdomains: includesSubdomains }: Options,
): Promise<{ serve: (incoming: Incoming) => boolean; isCurrent: () => boolean; stop: () => Promise<unknown> }> {
  const pool = createPool(databaseUrl, 'publishing', outer.log);
  const ctx = { ...outer, web: pool, worker: pool };
  const limit = pLimit(REQUESTS_AT_ONCE);
  const build = await readFile(BUILD_FILE, 'utf8');
  const library = await openLibrary(libraryFolder(dataDir), ctx);
  const hints = startHints(ctx.worker, ctx.log);
  const following = followEntries(ctx, library, (msMax) => hints.next('site_published', msMax));
  const publisher = startPublisher(ctx, {
    askPage,
    build,
    holder,
    isAble,
    changed: (msMax) => hints.next('site_change', msMax),
  });
  return {
    serve: createServe({
      library,
      clock: ctx.clock,
      request: (key) => limit(() => requestEntry(ctx.web, key)),
      isCurrent: following.isCurrent,
      securityHeaders: (address, isHttps) =>
        securityHeaders(address, contentPolicy(address, null), { isHttps, includesSubdomains }),
    }),
    isCurrent: following.isCurrent,
    stop: async () => {
      await Promise.all([following.stop(), publisher.stop(), hints.stop()]);
      await endPool(pool);
    },
  };
}
