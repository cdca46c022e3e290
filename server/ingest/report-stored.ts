import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '#server/context';
import { reportWatermark } from '#server/ingest/sql/ingest-processes';
import type { DeliveryWatch } from './delivery-watch.ts';

const PACE_MS = 250;
type Reporting = Pick<Context, 'worker' | 'clock' | 'log' | 'databaseFaults'>;

/**
 * Says four times a second how far what reached this process is stored, until `signal` ends it. While the database cannot be written,
 * it knows of nothing new, and evaluation waits: that is the point. `name` is the process's own, the same after a restart. It does not use the
 * connections of ingest, which may all be waiting for what is stuck.
 */
export async function reportStored(
  ctx: Reporting,
  watch: DeliveryWatch,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  let wasSaid = true;
  while (!signal.aborted) {
    const isSaid = await reportWatermark(ctx.worker, name, ctx.clock.now(), watch.held()).then(
      () => true,
      (error: Error) => {
        if (wasSaid) ctx.log.warn({ message: error.message }, 'the database cannot be told how far probes are stored');
        ctx.databaseFaults.note(error);
        return false;
      },
    );
    // On a full disk a row can still be updated in place, and no probe can be stored.
    watch.noteDatabase(isSaid && ctx.databaseFaults.current() === null);
    wasSaid = isSaid;
    await wait(PACE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
