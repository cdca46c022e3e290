import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { sourcesAlive } from '../db/sql/evaluation.ts';
import { sayStored } from '../db/sql/ingest-processes.ts';
import type { DeliveryWatch } from './delivery-watch.ts';

const PACE_MS = 250;
/** How long sources that were alive before a restart have to deliver what they kept. */
const RESTART_GRACE_MS = 45_000;
/** Evaluation that is no further behind than this goes on elsewhere, or has stopped for too short a time to matter. */
const STOPPED_MS = 5_000;

/** Holds back what sources that were alive when evaluation stopped observe, until they have delivered again. */
export async function expectSources(ctx: Pick<Context, 'ingest' | 'clock'>, watch: DeliveryWatch): Promise<void> {
  for (const { evaluatedUntil, sourceIds } of await sourcesAlive(ctx.ingest))
    if (ctx.clock.now() - evaluatedUntil > STOPPED_MS) watch.expect(sourceIds, evaluatedUntil, RESTART_GRACE_MS);
}

type Reporting = Pick<Context, 'worker' | 'clock' | 'log' | 'databaseFaults'>;

/**
 * Says four times a second how far what reached this process is stored, until `signal` ends it. While the database cannot be written,
 * it knows of nothing new, and evaluation waits: that is the point. `name` is the process's own, the same after a restart. It does not use the
 * connections of ingest, which may all be waiting for what is stuck.
 */
export async function reportStored(ctx: Reporting, watch: DeliveryWatch, name: string, signal: AbortSignal): Promise<void> {
  let wasSaid = true;
  while (!signal.aborted) {
    const isSaid = await sayStored(ctx.worker, name, ctx.clock.now(), watch.held()).then(
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
