import type { Context } from '#server/context';
import { type IncidentTransaction, lockIncidents } from '#server/incidents/sql/incident-writes';

/** How long a change may wait for a connection, and how long it may take. */
const WAIT_MS_MAX = 15_000;
const TRANSACTION_MS_MAX = 15_000;

/**
 * Runs a change of incidents in one transaction, one change at a time. Changes of this process queue before they take a connection, because changes that
 * waited for the lock with a connection would leave none for others. `work` uses only the connection of its transaction. Errors: overloaded.
 */
export function withIncidentLock<T>(
  ctx: Pick<Context, 'prisma' | 'queues'>,
  work: (tx: IncidentTransaction) => Promise<T>,
): Promise<T> {
  return ctx.queues.incidentChanges.run(() =>
    ctx.prisma.$transaction(
      async (tx) => {
        await lockIncidents(tx);
        return work(tx);
      },
      { maxWait: WAIT_MS_MAX, timeout: TRANSACTION_MS_MAX },
    ),
  );
}
