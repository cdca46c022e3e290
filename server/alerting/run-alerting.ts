import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { startDeliveries } from './deliver-alerts.ts';
import { reconcileStaffAlerts } from './reconcile-alerts.ts';

/** Deliveries in progress at once. */
const CONCURRENT_MAX = 8;

/** Creates the alerting service of a process. */
export function createStaffAlerts(ctx: Context) {
  const watchedSince: Instant = ctx.clock.now();
  const inProgress = new Set<Promise<void>>();

  /** Reconciles the alerts and starts due deliveries. Does not wait for deliveries in progress, so that a slow destination delays no other. */
  async function step(): Promise<void> {
    await reconcileStaffAlerts(ctx, watchedSince);
    const slots = CONCURRENT_MAX - inProgress.size;
    if (slots === 0) return;
    for (const delivery of await startDeliveries(ctx, slots)) {
      const own = delivery
        .catch((error: Error) =>
          ctx.log.error(
            { message: error.message },
            'could not store the result of a staff alert delivery; it will be retried',
          ),
        )
        .finally(() => inProgress.delete(own));
      inProgress.add(own);
    }
  }

  return {
    step,
    /** Waits for deliveries in progress. */
    settled: () => Promise.all(inProgress),
    /** Reconciles the alerts and sends until no delivery is due. */
    async runOnce(): Promise<void> {
      await step();
      while (inProgress.size > 0) {
        await Promise.all(inProgress);
        await step();
      }
    },
  };
}
