import { setTimeout as wait } from 'node:timers/promises';
import type { Instant } from '#domain/time/interval';
import type { Context } from '#server/context';
import { purgeExpired } from '#server/subscribers/purge';
import { decideRequests } from '#server/subscribers/verbs/decide-requests';

const PACE_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;
const PURGE_EVERY_MS = 3_600_000;

/** Decides requests to subscribe within a second, and removes what is no longer retained every hour. Logs a failure and tries again. */
export function startSubscriptionLoop(ctx: Context): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let purgedAt: Instant | null = null;

  async function step(): Promise<boolean> {
    try {
      await decideRequests(ctx);
      const now = ctx.clock.now();
      if (purgedAt !== null && now - purgedAt < PURGE_EVERY_MS) return true;
      await purgeExpired(ctx);
      purgedAt = now;
      return true;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      ctx.log.error({ code, message }, 'requests to subscribe could not be decided; retrying');
      ctx.databaseFaults.note(error);
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
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
