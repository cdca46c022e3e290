import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { reportWatermark } from '#server/ingest/sql/ingest-processes';
import type { DeliveryWatch } from './delivery-watch.ts';

const PACE_MS = 250;
type Reporting = Pick<Context, 'worker' | 'clock' | 'log' | 'databaseFaults'>;

/**
 * Reports four times per second up to when the deliveries of this process are stored, until `signal` ends it. While the database cannot be
 * written, the report does not move and evaluation waits, as intended. `name` identifies the process across restarts. The report does not
 * use the connections of ingest, which may all be blocked.
 */
export async function reportStored(
  ctx: Reporting,
  watch: DeliveryWatch,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  let wasReported = true;
  while (!signal.aborted) {
    const isReported = await reportWatermark(ctx.worker, name, ctx.clock.now(), watch.held()).then(
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
