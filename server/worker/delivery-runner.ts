import type { Context } from '#server/context';
import { fanOut } from '#server/delivery/fan-out';
import { createLanes } from '#server/delivery/lanes/create-lanes';
import { noteActivity } from '#server/delivery/sql/activity';
import { isFanOutDue } from '#server/delivery/sql/wake-ups';
import { SUBSCRIBER_LANES, wake, wakeDueLanes } from '#server/delivery/wake';
import { purgeExpired } from '#server/subscribers/purge';
import { hasUndecidedRequests } from '#server/subscribers/sql/requests';
import { decideRequests } from '#server/subscribers/verbs/decide-requests';
import { atMostEvery } from './at-most-every.ts';
import { coalesce } from './coalesce.ts';
import { startJobs } from './job-runner.ts';

const PURGE_EVERY_MS = 3_600_000;

/**
 * Delivers to subscribers, decides their requests, and deletes every hour what is no longer retained, while the process runs. `claimMs`: for tests, how long a
 * claim lasts.
 */
export function startDelivery(ctx: Context, claimMs?: number): { stop: () => Promise<void> } {
  const pool = ctx.delivery;
  const wakePurge = atMostEvery(ctx.clock, PURGE_EVERY_MS, () => wake(pool, 'purge'));
  return startJobs(ctx, {
    pool,
    lanes: createLanes(ctx, claimMs),
    // Without coalescing, jobs of one task that wait for each other would occupy the slots of the lanes.
    tasks: {
      fan_out: coalesce(() => fanOut(ctx)),
      subscriptions: coalesce(() => decideRequests(ctx)),
      purge: coalesce(() => purgeExpired(ctx)),
    },
    look: async () => {
      const now = ctx.clock.now();
      await noteActivity(pool, now); // also while nothing is due, so that what becomes due later is not taken for what waited without a worker
      await wakeDueLanes(pool, SUBSCRIBER_LANES, now);
      if (await isFanOutDue(pool, now)) await wake(pool, 'fan_out');
      if (await hasUndecidedRequests(pool)) await wake(pool, 'subscriptions');
      await wakePurge();
    },
  });
}
