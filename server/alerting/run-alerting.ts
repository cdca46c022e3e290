import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { createAlertLane } from './alert-lane.ts';
import { reconcileStaffAlerts } from './reconcile-alerts.ts';

/** Creates the alerting service of a process. */
export function createStaffAlerts(ctx: Context) {
  const watchedSince: Instant = ctx.clock.now();
  const lane = createAlertLane(ctx);
  const reconcile = () => reconcileStaffAlerts(ctx, watchedSince);
  return {
    /** Delivers the messages of alerts. */
    lane,
    /** Brings the alerts up to date and makes the messages that are due. Sends nothing. */
    reconcile,
    /** Reconciles the alerts and sends until no message is due. */
    async runOnce(): Promise<void> {
      do await reconcile();
      while ((await lane.run()) > 0);
    },
  };
}
