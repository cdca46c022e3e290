import type pg from 'pg';
import type { Prisma } from '#prisma';
import { addWakeUp, dueLanes } from '#server/delivery/sql/wake-ups';

/** The lanes to subscribers. */
export const SUBSCRIBER_LANES = ['mail', 'mail_retry', 'webhook', 'webhook_retry', 'notice'] as const;
export type SubscriberLane = (typeof SUBSCRIBER_LANES)[number];
/** All lanes. That of staff alerts runs in every process, the others in worker processes. */
export type LaneName = SubscriberLane | 'alert';
type Task = LaneName | 'fan_out' | 'subscriptions' | 'purge';

/**
 * Wakes a task in one of the processes that have it when the transaction of `client` is committed. What the task then does depends only on the tables and the
 * clock of the context. There is at most one waiting wake-up per task.
 */
export async function wake(client: Pick<pg.ClientBase, 'query'> | Prisma.TransactionClient, task: Task): Promise<void> {
  await addWakeUp(client, task);
}

/** Wakes those of `lanes` in which deliveries are due. */
export async function wakeDueLanes(pool: pg.Pool, lanes: readonly LaneName[], now: number): Promise<void> {
  for (const lane of await dueLanes(pool, lanes, now)) await wake(pool, lane);
}
