import type { DatabaseFault } from '#domain/alerting/database-fault';
import type { Clock } from '#server/clock';
import { faultOwner, isDiskFull } from './sql-fault.ts';

/** A cause counts for this long after it last occurred, because single statements can succeed on a full disk. */
export const CAUSE_FRESH_MS = 60_000;

/** Remembers why this process could not use the database, so that alerts can name the cause. */
export function createDatabaseFaults(clock: Clock) {
  let fault: DatabaseFault | null = null;
  let occurredAtMs = Number.NEGATIVE_INFINITY;

  function current(): DatabaseFault | null {
    if (clock.monotonicMs() - occurredAtMs > CAUSE_FRESH_MS) fault = null;
    return fault;
  }

  return {
    /** Records an error of any kind. A database that fails completely after its disk was full has failed because of that. */
    note(error: unknown): void {
      const known = current();
      if (!isDiskFull(error) && (known === null || faultOwner(error) !== 'database')) return;
      fault = known ?? { cause: 'disk_full', since: clock.now() };
      occurredAtMs = clock.monotonicMs();
    },
    current,
  };
}
