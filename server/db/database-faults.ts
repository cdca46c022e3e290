import type { DatabaseFault } from '#domain/alerting/database-fault';
import type { Clock } from '#server/clock';
import { faultOwner, isDiskFull } from './sql-fault.ts';

/** A cause counts for this long after it was last met: one statement that succeeds on a full disk does not make room. */
export const CAUSE_FRESH_MS = 60_000;

/** Remembers why this process could not work with the database, so that people can be told the cause. */
export function createDatabaseFaults(clock: Clock) {
  let fault: DatabaseFault | null = null;
  let metAtMs = Number.NEGATIVE_INFINITY;

  function current(): DatabaseFault | null {
    if (clock.monotonicMs() - metAtMs > CAUSE_FRESH_MS) fault = null;
    return fault;
  }

  return {
    /** Notes a failure of any kind. A database that stops altogether after its disk was full has stopped because of that. */
    note(error: unknown): void {
      const known = current();
      if (!isDiskFull(error) && (known === null || faultOwner(error) !== 'database')) return;
      fault = known ?? { cause: 'disk_full', since: clock.now() };
      metAtMs = clock.monotonicMs();
    },
    current,
  };
}
