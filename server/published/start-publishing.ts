import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Context } from '#server/context';
import { contentPolicy, securityHeaders } from '#server/http/security-headers';
import type { Incoming } from '#server/http/server';
import type { AskPage } from '#server/pages/ask-page';
import { requestEntry } from '#server/published/sql/entries';
import { followEntries } from './follow-entries.ts';
import { startHints } from './hints.ts';
import { libraryFolder, openLibrary } from './library.ts';
import { startPublisher } from './publisher.ts';
import { createServe } from './serve.ts';

/** scripts/prepare.mjs writes the digest of the sources here. Equal sources make equal pages, on any machine. */
const BUILD_FILE = path.resolve(import.meta.dirname, '../../.next/.digest');

type Options = { dataDir: string; holder: string; askPage: AskPage; hstsIncludesSubdomains: boolean };

/** Starts everything by which this process publishes and serves published pages. */
export async function startPublishing(
  ctx: Context,
  { dataDir, holder, askPage, hstsIncludesSubdomains: includesSubdomains }: Options,
): Promise<{ serve: (incoming: Incoming) => boolean; isCurrent: () => boolean; stop: () => Promise<unknown> }> {
  const build = await readFile(BUILD_FILE, 'utf8');
  const library = await openLibrary(libraryFolder(dataDir), ctx.log);
  const hints = startHints(ctx.worker, ctx.log);
  const following = followEntries(ctx, library, (msMax) => hints.next('site_published', msMax));
  const publisher = startPublisher(ctx, {
    askPage,
    build,
    holder,
    changed: (msMax) => hints.next('site_change', msMax),
  });
  return {
    serve: createServe({
      library,
      clock: ctx.clock,
      request: (key) => requestEntry(ctx.web, key),
      isCurrent: following.isCurrent,
      securityHeaders: (address, isHttps) =>
        securityHeaders(address, contentPolicy(address, null), { isHttps, includesSubdomains }),
    }),
    isCurrent: following.isCurrent,
    stop: () => Promise.all([following.stop(), publisher.stop(), hints.stop()]),
  };
}
