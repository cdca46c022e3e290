import type pg from 'pg';
import type { Prisma } from '#prisma';

/** A wake-up is never tried again: the next look at the tables wakes the task if something is still due. */
const ADD = 'SELECT FROM graphile_worker.add_job($1, job_key := $1, max_attempts := 1)';

/** Adds a job without a due time. It replaces a waiting job of the same task. */
export async function addWakeUp(
  client: Pick<pg.ClientBase, 'query'> | Prisma.TransactionClient,
  task: string,
): Promise<void> {
  if ('query' in client) await client.query({ name: 'add-wake-up', text: ADD, values: [task] });
  else await client.$executeRawUnsafe(ADD, task);
}

/** Deletes the jobs of processes that died while they worked. Their tasks have been woken again since. */
const FORGET =
  "DELETE FROM graphile_worker._private_jobs WHERE attempts >= max_attempts AND (locked_at IS NULL OR locked_at < now() - interval '1 hour')";

export async function forgetWakeUps(pool: pg.Pool): Promise<void> {
  await pool.query({ name: 'forget-wake-ups', text: FORGET });
}

// One row per lane with due rows. EXISTS stops at the first row of the partial index delivery_pending.
const DUE = `SELECT task FROM unnest($1::text[]) task WHERE EXISTS (
  SELECT 1 FROM delivery d WHERE d.lane = task AND d.state = 'due' AND d.due_at <= $2 AND (d.claimed_until IS NULL OR d.claimed_until <= $2))`;

/** Returns the lanes among `lanes` in which deliveries are due. */
export async function dueLanes<L extends string>(pool: pg.Pool, lanes: readonly L[], now: number): Promise<L[]> {
  const { rows } = await pool.query<{ task: L }>({ name: 'due-lanes', text: DUE, values: [lanes, new Date(now)] });
  return rows.map(({ task }) => task);
}

/** Returns whether an event waits to be fanned out. */
export async function isFanOutDue(pool: pg.Pool, now: number): Promise<boolean> {
  const { rows } = await pool.query<{ is_due: boolean }>({
    name: 'fan-out-due',
    text: 'SELECT EXISTS (SELECT 1 FROM event WHERE outcome IS NULL AND due_at <= $1) AS is_due',
    values: [new Date(now)],
  });
  return rows[0]?.is_due === true;
}
