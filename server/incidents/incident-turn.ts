import type { Context } from '../context.ts';
import { type IncidentTransaction, lockIncidents } from '../db/sql/incident-writes.ts';

/** How long a change may wait for a connection, and take: many retries of one request queue behind each other. */
const WAIT_MS_MAX = 15_000;
const TRANSACTION_MS_MAX = 15_000;

/** Runs a change of incidents in one transaction, one after the other. */
export function inIncidentTurn<T>(ctx: Pick<Context, 'prisma'>, work: (tx: IncidentTransaction) => Promise<T>): Promise<T> {
  return ctx.prisma.$transaction(
    async (tx) => {
      await lockIncidents(tx);
      return work(tx);
    },
    { maxWait: WAIT_MS_MAX, timeout: TRANSACTION_MS_MAX },
  );
}
