import { createDatabaseAlert } from '#server/alerting/database-alert';
import { createStaffAlerts } from '#server/alerting/run-alerting';
import type { Context } from '#server/context';
import { wakeDueLanes } from '#server/delivery/wake';
import { startJobs } from './job-runner.ts';

/**
 * Alerts staff while the process runs, on connections of its own. Each process reconciles the alerts once per second and can deliver them. Without the
 * database, no alert can be stored, so the process itself sends the one about that.
 */
export function startAlerts(ctx: Context): { stop: () => Promise<void> } {
  const alerts = createStaffAlerts(ctx);
  const database = createDatabaseAlert(ctx);
  return startJobs(ctx, {
    pool: ctx.alerts,
    lanes: { alert: alerts.lane },
    look: async () => {
      await alerts.reconcile();
      await wakeDueLanes(ctx.alerts, ['alert'], ctx.clock.now());
      await database.noteAvailable();
    },
    onLookFailed: database.noteUnavailable,
  });
}
