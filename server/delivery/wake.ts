import type pg from 'pg';
import type { Prisma } from '#prisma';
import { addWakeUp } from '#server/delivery/sql/wake-ups';

/** The lanes that are woken. That of staff alerts is not here: each process looks at it itself, so that alerts need no worker. */
export const LANES = ['mail', 'mail_retry', 'webhook', 'webhook_retry', 'notice'] as const;
export type LaneName = (typeof LANES)[number];
type Task = LaneName | 'fan_out';

/**
 * Wakes a task in one of the worker processes when the transaction of `client` is committed. What the task then does depends only on the tables and the
 * clock of the context. There is at most one waiting wake-up per task.
 */
export async function wake(client: Pick<pg.ClientBase, 'query'> | Prisma.TransactionClient, task: Task): Promise<void> {
  await addWakeUp(client, task);
}
