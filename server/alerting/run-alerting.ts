import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { startDeliveries } from './deliver-alerts.ts';
import { followStaffAlerts } from './reconcile-alerts.ts';

/** Deliveries under way at once. */
const AT_ONCE_MAX = 8;

/** Makes the service that alerts staff; it watches from now on. */
export function createStaffAlerts(ctx: Context) {
  const watchedSince: Instant = ctx.clock.now();
  const underWay = new Set<Promise<void>>();

  /** Follows what is so, and starts what is due as far as there is room. What is under way is not waited for: one slow destination delays no other. */
  async function step(): Promise<void> {
    await followStaffAlerts(ctx, watchedSince);
    const room = AT_ONCE_MAX - underWay.size;
    if (room === 0) return;
    for (const delivery of await startDeliveries(ctx, room)) {
      const own = delivery
        .catch((error: Error) =>
          ctx.log.error(
            { message: error.message },
            'what came of a staff alert could not be stored; it is tried again',
          ),
        )
        .finally(() => underWay.delete(own));
      underWay.add(own);
    }
  }

  return {
    step,
    /** Waits for what is under way. */
    settled: () => Promise.all(underWay),
    /** One whole round: follows, and sends until nothing is due. */
    async runOnce(): Promise<void> {
      await step();
      while (underWay.size > 0) {
        await Promise.all(underWay);
        await step();
      }
    },
  };
}
