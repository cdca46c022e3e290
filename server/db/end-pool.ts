import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';

/** A connection that fails while it is opened is never reported as closed. */
const CLOSE_MS_MAX = 5_000;

/**
 * Ends a pool and waits until its connections are closed. `pool.end()` does not wait for that. A connection that the database then terminates, because it is
 * stopped or dropped, reports an error that no one listens for any more.
 */
export async function endPool(pool: pg.Pool): Promise<void> {
  if (pool.ending) return;
  const closed = allClosed(pool);
  await pool.end();
  const done = new AbortController();
  const timeout = wait(CLOSE_MS_MAX, undefined, { signal: done.signal }).catch(() => undefined); // all were closed in time
  await Promise.race([closed, timeout]);
  done.abort();
}

function allClosed(pool: pg.Pool): Promise<void> {
  let open = pool.totalCount;
  return new Promise((resolve) => {
    if (open === 0) resolve();
    pool.on('remove', () => {
      open--;
      if (open === 0) resolve();
    });
  });
}
