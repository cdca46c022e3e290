import pLimit from 'p-limit';
import { publicationOf } from '#domain/site/publication';
import type { Context } from '#server/context';
import type { AskPage } from '#server/pages/ask-page';
import { deleteRequests, knownKeys, notifyPublished, storeEntry } from '#server/published/sql/entries';
import type { Lease } from './lease.ts';
import { liveKeys } from './live-keys.ts';
import { type Rendered, renderEntry } from './render-entry.ts';
import type { SiteNow } from './site-now.ts';

type Options = { askPage: AskPage; build: string; lease: Lease };
/** `epoch`: that of the lease under which the work was taken. */
type Work = { keys: readonly string[]; now: SiteNow; epoch: number };
/** More pages at once would only wait in the process of the pages, and delay the console there. */
const RENDERED_AT_ONCE = 2;

function publicationOfKey(key: string) {
  const { pathname, search } = new URL(key, 'http://x');
  return publicationOf(pathname, search);
}

/** Returns whether this version publishes the key. A process of another version may have asked for it. */
export const isKey = (key: string) => publicationOfKey(key)?.key === key;

/** Returns a function that renders keys and stores them together. It returns those that failed, which stay outdated, with the reasons. */
export function createPublishKeys(ctx: Pick<Context, 'worker'>, { askPage, build, lease }: Options) {
  const limit = pLimit(RENDERED_AT_ONCE);

  /** Renders keys, and adds those that failed to `failed`. */
  async function render(
    keys: readonly string[],
    { at, staleAt, recent, slugs }: SiteNow,
    failed: Map<string, string>,
  ): Promise<Rendered[]> {
    const always = new Set(liveKeys(slugs));
    const moment = {
      build,
      at,
      staleAt,
      recent,
      isAlways: (key: string) => always.has(key),
    };
    const all = await limit.map(keys, async (key) => {
      const attempt = () => renderEntry(askPage, key, moment);
      try {
        return await attempt().catch(attempt); // on a busy machine, React now and then sends a part of a page late
      } catch (error) {
        failed.set(key, (error as Error).message);
        return null;
      }
    });
    return all.filter((page) => page !== null);
  }

  /** Returns the files that pages name and that are not published yet. They are stored first, so that each process has them before the pages. */
  async function missingAssets(pages: readonly Rendered[]): Promise<string[]> {
    const keys = [...new Set(pages.flatMap(({ assets }) => assets))].filter(isKey);
    const known = await knownKeys(ctx.worker, keys);
    return keys.filter((key) => !known.has(key));
  }

  return async function publishKeys({ keys, now, epoch }: Work): Promise<Map<string, string>> {
    const failed = new Map<string, string>();
    const pages = await render(keys, now, failed);
    const assets = await render(await missingAssets(pages), now, failed);
    await lease.within(epoch, async (client) => {
      for (const { entry } of [...assets, ...pages]) await storeEntry(client, entry);
      await deleteRequests(client, keys);
      await notifyPublished(client);
    });
    return failed;
  };
}
