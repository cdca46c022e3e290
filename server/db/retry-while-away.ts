import { setTimeout as wait } from 'node:timers/promises';
import { isDatabaseAway } from '#server/errors';
import type { Log } from '#server/log';

/** Tries of a read, the first one included. */
const TRIES_MAX = 10;
const PAUSE_MS = 1_000;

/**
 * Repeats a read while the database is unavailable or too busy, so that a start under load does not end the process. After TRIES_MAX tries it throws the last
 * error; any other error it throws at once.
 */
export async function retryWhileAway<T>(read: () => Promise<T>, log: Log, pauseMs = PAUSE_MS): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await read();
    } catch (error) {
      if (tries === TRIES_MAX || !isDatabaseAway(error)) throw error;
      log.warn({ tries, message: (error as Error).message }, 'the database does not respond; trying again');
    }
    await wait(pauseMs);
  }
}
