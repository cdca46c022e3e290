import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { createDatabaseAlert } from './database-alert.ts';
import { createStaffAlerts } from './run-alerting.ts';

const PACE_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;
/** A stopping process waits this long for deliveries in progress. Another process tries the remaining ones again. */
const STOP_MS_MAX = 3_000;

/** Runs alerting while the process runs, independently of evaluation. Logs a failure and tries again. */
export function startAlertLoop(ctx: Context): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  const alerts = createStaffAlerts(ctx);
  const database = createDatabaseAlert(ctx);

  async function step(): Promise<boolean> {
    try {
      await alerts.step();
      await database.noteAvailable();
      return true;
    } catch (error) {
      ctx.log.error(
        { code: (error as { code?: string }).code, message: (error as Error).message },
        'alerting step failed; retrying',
      );
      ctx.databaseFaults.note(error);
      await database.noteUnavailable();
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
      const done = new AbortController();
      const timeout = wait(STOP_MS_MAX, undefined, { signal: done.signal }).catch(() => undefined); // everything settled in time
      await Promise.race([running.then(alerts.settled), timeout]);
      done.abort();
    },
  };
}
