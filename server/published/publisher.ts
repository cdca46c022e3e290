import { setTimeout as wait } from 'node:timers/promises';
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
} from '#server/published/sql/entries';
import { holdLease, type Lease } from './lease.ts';
import { liveKeys } from './live-keys.ts';
import { createPublishKeys, isKey } from './publish-keys.ts';
import { siteNow } from './site-now.ts';

/** Live entries are rendered again after this time, or when a component would become unknown, but not more often than each LIVE_MS_MIN. */
const LIVE_MS = 30_000;
const LIVE_MS_MIN = 400;
/** Entries that are rendered and stored together, so that a change is visible before all of its entries are rendered. */
const BATCH = 8;
/** Answers that nothing exists at an address are kept for this time. Anyone can ask for any address. */
const ABSENT_MS = 60_000;
/** Without a hint, changes and requests are looked for after this time. */
const POLL_MS = 400;
/** After a failure, so that a database that is away is not asked all the time. */
const FAILED_PAUSE_MS = 500;

/** `build`: names the program. `holder`: names the process. `changed` resolves at the next hint of a change. */
type Options = { askPage: AskPage; build: string; holder: string; changed: (msMax: number) => Promise<void> };
type Settings = Pick<Options, 'askPage' | 'build'> & { lease: Lease; signal: AbortSignal };

/** Returns `step`, which publishes what is most urgent and returns whether there may be more, and `expire`, after which live entries are rendered again. */
function createStep(ctx: Context, { askPage, build, lease, signal }: Settings) {
  const publishKeys = createPublishKeys(ctx, { askPage, build, lease });
  let liveDueAt = 0;

  /** Marks what changed as outdated, and returns what readers asked for, or null if another process publishes. */
  function takeWork(): Promise<string[] | null> {
    return lease.within(async (client) => {
      await takeChanges(client);
      await deleteAbsent(client, ctx.clock.now() - ABSENT_MS);
      await renewAssets(client, build, ctx.clock.now());
      const asked = await requestedKeys(client, BATCH);
      const others = asked.filter((key) => !isKey(key));
      await deleteRequests(client, others);
      return asked.filter(isKey);
    });
  }

  async function step(): Promise<boolean> {
    const requested = await takeWork();
    if (requested === null) return false;
    const now = await siteNow(ctx);
    const live = liveKeys(now.slugs);
    const isDue = ctx.clock.now() >= liveDueAt;
    const known = await knownKeys(ctx.worker, live);
    const missing = live.filter((key) => !known.has(key));
    const outdated = await outdatedKeys(ctx.worker, BATCH);
    const keys = [...new Set([...(isDue ? live : missing), ...outdated, ...requested])];
    if (isDue) liveDueAt = Math.min(now.at + LIVE_MS, Math.max(now.staleAt, now.at + LIVE_MS_MIN));
    for (let i = 0; i < keys.length && !signal.aborted; i += BATCH)
      await publishKeys(keys.slice(i, i + BATCH), i === 0 ? now : await siteNow(ctx));
    return keys.length > 0;
  }

  return {
    step,
    expire: () => {
      liveDueAt = 0;
    },
  };
}

/**
 * Publishes while this process holds the lease: renders what changes have made untrue, what readers asked for, and the live entries every 30 seconds. Logs
 * failures and tries again.
 */
export function startPublisher(
  ctx: Context,
  { holder, changed, ...rendering }: Options,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const lease = holdLease(ctx, holder, async () => {
    await outdateOtherBuilds(ctx.worker, rendering.build);
    expire();
  });
  const { step, expire } = createStep(ctx, { ...rendering, lease, signal });
  let failure = ''; // the message of the latest failure, until publishing succeeds

  async function work(): Promise<void> {
    while (!signal.aborted) {
      try {
        const hasMore = lease.isHeld() && (await step());
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
