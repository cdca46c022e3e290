import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import type { Context } from '#server/context';
import type { AskPage } from '#server/pages/ask-page';
import {
  deleteAbsent,
  deleteRequests,
  knownKeys,
  outdatedKeys,
  outdateOtherBuilds,
  renewAssets,
  requestedKeys,
  takeChanges,
  trimEntries,
} from '#server/published/sql/entries';
import { holdLease, type Lease } from './lease.ts';
import { liveKeys } from './live-keys.ts';
import { nextBatch } from './next-batch.ts';
import { createPublishKeys, isKey } from './publish-keys.ts';
import { type SiteNow, siteNow } from './site-now.ts';

/** Live entries are rendered again after this time, or when a component would become unknown, but not more often than each LIVE_MS_MIN. */
const LIVE_MS = 30_000;
const LIVE_MS_MIN = 400;
/** Entries that are rendered and stored together, so that a change is visible before all of its entries are rendered. */
const BATCH = 6;
/** A page that failed is not rendered again for this time, so that it does not delay others. */
const FAILED_PAGE_MS = 2_000;
/** For this time it is known that an address has no page. Anyone can ask for any address. */
const ABSENT_MS = 60_000;
/** How often entries that are no longer needed are deleted. */
const KEEP_HOUSE_MS = 30_000;
/** Without a hint, changes and requests are looked for after this time. */
const POLL_MS = 400;
/** After a failure, so that a database that is away is not asked all the time. */
const FAILED_PAUSE_MS = 500;

/**
 * `build`: names the program. `holder`: names the process. `isAble`: whether the process can render at all. `changed` resolves at the next hint of a change.
 */
type Options = {
  askPage: AskPage;
  build: string;
  holder: string;
  isAble: () => boolean;
  changed: (msMax: number) => Promise<void>;
};
type Settings = Pick<Options, 'askPage' | 'build'> & { lease: Lease };
type Requested = { keys: string[]; epoch: number };

/** Returns a function that deletes entries that are no longer needed, from time to time. */
function createHousekeeping({ clock }: Pick<Context, 'clock'>, build: string) {
  let keptAtMs = Number.NEGATIVE_INFINITY;
  return async (client: pg.ClientBase): Promise<void> => {
    if (clock.monotonicMs() - keptAtMs < KEEP_HOUSE_MS) return;
    await deleteAbsent(client, clock.now() - ABSENT_MS);
    await renewAssets(client, build, clock.now());
    await trimEntries(client);
    keptAtMs = clock.monotonicMs();
  };
}

type Taking = Pick<Settings, 'build' | 'lease'> & { resting: ReadonlySet<string> };

/**
 * Returns a function that marks what changed as outdated, and returns what readers asked for. It returns null if another process publishes, and if nothing
 * has come since nothing was left: a change of the site has outdated an entry, so the site is not read for that.
 */
function createTakeWork(ctx: Context, { build, lease, resting }: Taking) {
  const keepHouse = createHousekeeping(ctx, build);
  return async (isSettled: boolean): Promise<Requested | null> => {
    const epoch = lease.epoch();
    if (epoch === null) return null;
    return lease.within(epoch, async (client) => {
      await takeChanges(client);
      await keepHouse(client);
      const asked = await requestedKeys(client, BATCH);
      if (isSettled && asked.length === 0 && (await outdatedKeys(client, 1)).length === 0) return null;
      const others = asked.filter((key) => !isKey(key));
      await deleteRequests(client, others);
      return { keys: asked.filter((key) => isKey(key) && !resting.has(key)), epoch };
    });
  };
}

/** Returns `step`, which publishes the most urgent batch and returns whether there was one, and `expire`, after which live entries are rendered again. */
function createStep(ctx: Context, { askPage, build, lease }: Settings) {
  const publishKeys = createPublishKeys(ctx, { askPage, build, lease });
  const resting = new Set<string>(); // the pages that have just failed
  const takeWork = createTakeWork(ctx, { build, lease, resting });
  let liveDueAtMs = Number.NEGATIVE_INFINITY; // monotonic, because the clock may be set back
  let due = new Set<string>(); // the live entries that are still to be rendered in this round
  let isSettled = false; // whether the last step found nothing to render

  async function mostUrgent(now: SiteNow, requested: readonly string[]): Promise<string[]> {
    const live = liveKeys(now.slugs);
    const nowMs = ctx.clock.monotonicMs();
    if (nowMs >= liveDueAtMs) {
      due = new Set(live);
      liveDueAtMs = nowMs + Math.min(LIVE_MS, Math.max(now.staleAt - now.at, LIVE_MS_MIN));
    }
    const known = await knownKeys(ctx.worker, live);
    const outdated = new Set(await outdatedKeys(ctx.worker, live.length + resting.size + BATCH));
    const isReady = (key: string) => !resting.has(key);
    return nextBatch(
      {
        changed: live.filter((key) => isReady(key) && (outdated.has(key) || !known.has(key))),
        requested,
        due: [...due].filter(isReady),
        others: [...outdated.difference(new Set(live))].filter(isReady),
      },
      BATCH,
    );
  }

  async function step(): Promise<boolean> {
    const wasSettled = isSettled;
    isSettled = false; // also if this step fails, because a database that has crashed has lost the entries
    const requested = await takeWork(wasSettled && ctx.clock.monotonicMs() < liveDueAtMs);
    if (requested === null) {
      isSettled = wasSettled;
      return false;
    }
    const now = await siteNow(ctx);
    const keys = await mostUrgent(now, requested.keys);
    if (keys.length === 0) {
      isSettled = resting.size === 0;
      return false;
    }
    const failed = await publishKeys({ keys, now, epoch: requested.epoch });
    for (const key of keys) if (!failed.has(key)) due.delete(key);
    for (const [key, message] of failed) {
      resting.add(key);
      setTimeout(() => resting.delete(key), FAILED_PAGE_MS).unref();
      ctx.log.error({ key, message }, 'a page could not be published; retrying');
    }
    return true;
  }

  return {
    step,
    expire: () => {
      liveDueAtMs = Number.NEGATIVE_INFINITY;
    },
  };
}

/**
 * Publishes while this process holds the lease: renders what changes have made untrue, what readers asked for, and the live entries every 30 seconds. Logs
 * failures and tries again.
 */
export function startPublisher(
  ctx: Context,
  { holder, isAble, changed, ...rendering }: Options,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const onTaken = async () => {
    await outdateOtherBuilds(ctx.worker, rendering.build);
    expire();
  };
  const lease = holdLease(ctx, { holder, isAble, onTaken });
  const { step, expire } = createStep(ctx, { ...rendering, lease });
  let failure = ''; // the message of the latest failure, until publishing succeeds

  async function work(): Promise<void> {
    while (!signal.aborted) {
      try {
        const hasMore = await step();
        failure = '';
        if (!hasMore) await changed(POLL_MS);
      } catch (error) {
        const { message } = error as Error;
        if (message !== failure) ctx.log.error({ message }, 'publishing failed; retrying');
        failure = message;
        await wait(FAILED_PAUSE_MS, undefined, { signal }).catch(() => undefined); // stopping
      }
    }
  }

  const running = work();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await lease.stop();
    },
  };
}
