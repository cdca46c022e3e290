import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { reportWatermark } from '#server/ingest/sql/ingest-processes';
import type { DeliveryWatch } from './delivery-watch.ts';
import type { SourceContacts } from './source-contacts.ts';

const PACE_MS = 250;
type Reporting = Pick<Context, 'worker' | 'clock' | 'log' | 'databaseFaults'>;
/** `name` identifies the process across restarts. */
type Process = { name: string; watch: DeliveryWatch; contacts: SourceContacts };

/**
 * Reports four times per second up to when the deliveries of this process are stored, until `signal` ends it. While the database cannot be
 * written, the report does not move and evaluation waits, as intended. The report does not use the connections of ingest, which may all be
 * blocked. The contacts of the deliveries are stored first: evaluation would otherwise reach a time at which their agents seem silent.
 */
export async function reportStored(ctx: Reporting, process: Process, signal: AbortSignal): Promise<void> {
  const { name, watch, contacts } = process;
  let wasReported = true;
  const report = async () => {
    const [now, held] = [ctx.clock.now(), watch.held()];
    await contacts.store(ctx.worker);
    await reportWatermark(ctx.worker, name, now, held);
  };
  while (!signal.aborted) {
    const isReported = await report().then(
      () => true,
      (error: Error) => {
        if (wasReported)
          ctx.log.warn({ message: error.message }, 'the ingest watermark could not be written; retrying');
        ctx.databaseFaults.note(error);
        return false;
      },
    );
    // On a full disk a row can still be updated in place, and no probe can be stored.
    watch.noteDatabase(isReported && ctx.databaseFaults.current() === null);
    wasReported = isReported;
    await wait(PACE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
