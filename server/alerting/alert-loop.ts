import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { createDatabaseAlert } from './database-alert.ts';
import { createStaffAlerts } from './run-alerting.ts';

const PACE_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;
/** What is under way when the process stops may take so long; later it is tried again by the next. */
const STOP_MS_MAX = 3_000;

/** Alerts staff for as long as the process runs, beside evaluating and apart from it. A failure is logged and tried again. */
export function startAlertLoop(ctx: Context): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const alerts = createStaffAlerts(ctx);
  const database = createDatabaseAlert(ctx);

  async function step(): Promise<boolean> {
    try {
      await alerts.step();
      await database.noteWell();
      return true;
    } catch (error) {
      ctx.log.error(
        { code: (error as { code?: string }).code, message: (error as Error).message },
        'staff could not be alerted; trying again',
      );
      ctx.databaseFaults.note(error);
      await database.noteFailed();
      return false;
    }
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const isDone = await step();
      await wait(isDone ? PACE_MS : FAILED_PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined); // stopping
    }
  }

  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      const over = new AbortController();
      const late = wait(STOP_MS_MAX, undefined, { signal: over.signal }).catch(() => undefined); // settled first
      await Promise.race([running.then(alerts.settled), late]);
      over.abort();
    },
  };
}
