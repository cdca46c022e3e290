import { setTimeout as wait } from 'node:timers/promises';
import { publicationOf } from '#domain/site/publication';
import type { Context } from '#server/context';
import { transaction } from '#server/db/transaction';
import type { AskPage } from '#server/pages/ask-page';
import type { Entry } from './entry.ts';
import { liveKeys } from './live-keys.ts';
import { type Rendered, renderEntry } from './render-entry.ts';
import { type SiteNow, siteNow } from './site-now.ts';
import {
  deleteAbsent,
  deleteRequests,
  knownKeys,
  outdatedKeys,
  outdateOtherBuilds,
  renewAssets,
  requestedKeys,
  storeEntry,
  takeChanges,
} from './sql/entries.ts';
import { lockLease, releaseLease, takeLease } from './sql/publisher-lease.ts';

/** A publisher that does not renew its lease for this long is replaced by another process. */
const LEASE_MS = 1_500;
const RENEW_MS = 400;
/** Live entries are rendered again after this time, or when a component would become unknown. */
const LIVE_MS = 30_000;
/** Entries that are rendered and stored together, so that a change is visible before all of its entries are rendered. */
const BATCH = 8;
/** Answers that nothing exists at an address are kept for this time. Anyone can ask for any address. */
const ABSENT_MS = 60_000;
/** After a failure, so that a database that is away is not asked all the time. */
const FAILED_PAUSE_MS = 500;

/** `build`: names the program. `holder`: names the process. `changed` resolves at the next hint of a change. */
type Options = { askPage: AskPage; build: string; holder: string; changed: (msMax: number) => Promise<void> };

/**
 * Publishes while this process holds the lease: renders what changes have made untrue, what readers asked for, and the live entries every 30 seconds. Logs
 * failures and tries again.
 */
export function startPublisher(
  ctx: Context,
  { askPage, build, holder, changed }: Options,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let epoch: number | null = null;
  let liveDueAt = 0;

  async function store(entries: readonly Omit<Entry, 'version'>[], tried: readonly string[]): Promise<void> {
    await transaction(ctx.worker, async (client) => {
      if (epoch === null || !(await lockLease(client, holder, epoch))) return; // another process publishes
      for (const entry of entries) await storeEntry(client, entry);
      await deleteRequests(client, tried);
      await client.query(`SELECT pg_notify('site_published', '')`);
    });
  }

  /** Returns the files that pages name and that are not published yet. They are stored first, so that each process has them before the pages. */
  async function missingAssets(named: readonly string[]): Promise<string[]> {
    const keys = [...new Set(named)].filter(isAsset);
    const known = await knownKeys(ctx.worker, keys);
    return keys.filter((key) => !known.has(key));
  }

  /** Renders and stores keys. Throws for those that failed, which stay outdated, after it has stored the others. */
  async function publish(keys: readonly string[], { at, staleAt, open }: SiteNow): Promise<void> {
    const failed: string[] = [];
    const render = async (all: readonly string[]) => {
      const rendered: Rendered[] = [];
      for (const key of all) {
        try {
          rendered.push(await renderEntry(askPage, key, { build, at, staleAt, isOpen: (id) => open.has(id) }));
        } catch (error) {
          failed.push(`${key}: ${(error as Error).message}`);
        }
      }
      return rendered;
    };
    const rendered = await render(keys);
    const assets = await render(await missingAssets(rendered.flatMap((page) => page.assets)));
    await store(
      [...assets, ...rendered].map(({ entry }) => entry),
      keys,
    );
    if (failed.length > 0) throw new Error(failed.join('; '));
  }

  /** Does the most urgent batch. Returns whether there is more. */
  async function step(): Promise<boolean> {
    const requested = await transaction(ctx.worker, async (client) => {
      if (epoch === null || !(await lockLease(client, holder, epoch))) return null;
      await takeChanges(client);
      await deleteAbsent(client, ctx.clock.now() - ABSENT_MS);
      await renewAssets(client, build, ctx.clock.now());
      const asked = await requestedKeys(client, BATCH);
      await deleteRequests(
        client,
        asked.filter((key) => !isKey(key)),
      ); // of a process of another version
      return asked.filter(isKey);
    });
    if (requested === null) return false;
    const now = await siteNow(ctx);
    const live = liveKeys(now.slugs);
    const isDue = ctx.clock.now() >= liveDueAt;
    const known = await knownKeys(ctx.worker, live);
    const missing = live.filter((key) => !known.has(key));
    const outdated = await outdatedKeys(ctx.worker, BATCH);
    const wanted = [...missing, ...outdated, ...requested];
    const urgent = isDue ? [...live, ...wanted] : wanted;
    if (isDue) liveDueAt = Math.min(now.at + LIVE_MS, Math.max(now.staleAt, now.at + RENEW_MS));
    const keys = [...new Set(urgent)];
    for (let i = 0; i < keys.length; i += BATCH) {
      await publish(keys.slice(i, i + BATCH), i === 0 ? now : await siteNow(ctx));
      if (stopping.signal.aborted) return false;
    }
    return keys.length > 0;
  }

  async function hold(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const taken = await takeLease(ctx.worker, holder, LEASE_MS);
        if (taken !== null && taken !== epoch) {
          await outdateOtherBuilds(ctx.worker, build);
          liveDueAt = 0;
        }
        epoch = taken;
      } catch {
        epoch = null; // the database is away; publishing fails as well, and logs it
      }
      await wait(RENEW_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const hasMore = epoch !== null && (await step());
        if (!hasMore) await changed(RENEW_MS);
      } catch (error) {
        ctx.log.error({ message: (error as Error).message }, 'publishing failed; retrying');
        await wait(FAILED_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
      }
    }
  }

  const running = [hold(), work()];
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      await releaseLease(ctx.worker, holder).catch(() => undefined); // it expires
    },
  };
}

function publicationOfKey(key: string) {
  const { pathname, search } = new URL(key, 'http://x');
  return publicationOf(pathname, search);
}

/** A reader of any version may have asked. */
const isKey = (key: string) => publicationOfKey(key)?.key === key;
const isAsset = (address: string) => publicationOfKey(address)?.mode === 'asset';
