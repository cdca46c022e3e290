import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { createStaffAlerts } from '../staff-alerts/run-staff-alerts.ts';

const PACE_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;
/** What is under way when the process stops may take so long; later it is tried again by the next. */
const STOP_MS_MAX = 3_000;

/** Alerts staff for as long as the process runs, beside judging and apart from it. A failure is logged and tried again. */
export function startAlertLoop(ctx: Context): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const alerts = createStaffAlerts(ctx);

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const isDone = await alerts.step().then(
        () => true,
        (error: Error & { code?: string }) => {
          ctx.log.error({ code: error.code, message: error.message }, 'staff could not be alerted; trying again');
          return false;
        },
      );
      await wait(isDone ? PACE_MS : FAILED_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      const over = new AbortController();
      await Promise.race([alerts.settled(), wait(STOP_MS_MAX, undefined, { signal: over.signal }).catch(() => undefined)]); // settled first
      over.abort();
    },
  };
}
