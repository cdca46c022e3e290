import { publicationOf } from '#domain/site/publication';
import type { Context } from '#server/context';
import type { AskPage } from '#server/pages/ask-page';
import { deleteRequests, knownKeys, notifyPublished, storeEntry } from '#server/published/sql/entries';
import type { Lease } from './lease.ts';
import { type Rendered, renderEntry } from './render-entry.ts';
import type { SiteNow } from './site-now.ts';

type Options = { askPage: AskPage; build: string; lease: Lease };
type Batch = { rendered: Rendered[]; failed: string[] };

function publicationOfKey(key: string) {
  const { pathname, search } = new URL(key, 'http://x');
  return publicationOf(pathname, search);
}

/** Returns whether this version publishes the key. A process of another version may have asked for it. */
export const isKey = (key: string) => publicationOfKey(key)?.key === key;
const isAsset = (address: string) => publicationOfKey(address)?.mode === 'asset';

/** Returns a function that renders keys and stores them together. It throws for those that failed, which stay outdated, after it has stored the others. */
export function createPublishKeys(ctx: Pick<Context, 'worker'>, { askPage, build, lease }: Options) {
  async function render(keys: readonly string[], { at, staleAt, open }: SiteNow): Promise<Batch> {
    const batch: Batch = { rendered: [], failed: [] };
    for (const key of keys) {
      try {
        batch.rendered.push(await renderEntry(askPage, key, { build, at, staleAt, isOpen: (id) => open.has(id) }));
      } catch (error) {
        batch.failed.push(`${key}: ${(error as Error).message}`);
      }
    }
    return batch;
  }

  /** Returns the files that pages name and that are not published yet. They are stored first, so that each process has them before the pages. */
  async function missingAssets(pages: readonly Rendered[]): Promise<string[]> {
    const keys = [...new Set(pages.flatMap(({ assets }) => assets))].filter(isAsset);
    const known = await knownKeys(ctx.worker, keys);
    return keys.filter((key) => !known.has(key));
  }

  return async function publishKeys(keys: readonly string[], now: SiteNow): Promise<void> {
    const pages = await render(keys, now);
    const assets = await render(await missingAssets(pages.rendered), now);
    await lease.within(async (client) => {
      for (const { entry } of [...assets.rendered, ...pages.rendered]) await storeEntry(client, entry);
      await deleteRequests(client, keys);
      await notifyPublished(client);
    });
    const failed = [...assets.failed, ...pages.failed];
    if (failed.length > 0) throw new Error(failed.join('; '));
  };
}
