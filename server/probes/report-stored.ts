import { setTimeout as wait } from 'node:timers/promises';
import type { Context } from '../context.ts';
import { sourcesAlive } from '../db/sql/evaluation.ts';
import { sayStored } from '../db/sql/ingest-processes.ts';
import type { DeliveryWatch } from './delivery-watch.ts';

const PACE_MS = 250;
/** How long sources that were alive before a restart have to deliver what they kept. */
const RESTART_GRACE_MS = 45_000;
/** Judgement that is no further behind than this goes on elsewhere, or has stopped for too short a time to matter. */
const STOPPED_MS = 5_000;

/** Holds back what may be judged until sources that were alive when judgement stopped have delivered again. */
export async function expectSources(ctx: Pick<Context, 'ingest' | 'clock'>, watch: DeliveryWatch): Promise<void> {
  const { judgedUpTo, sourceIds } = await sourcesAlive(ctx.ingest);
  if (judgedUpTo !== null && ctx.clock.now() - judgedUpTo > STOPPED_MS) watch.expect(sourceIds, judgedUpTo, RESTART_GRACE_MS);
}

/**
 * Says four times a second how far what reached this process is stored, until `signal` ends it. While the database cannot be told,
 * it knows of nothing new, and judgement waits: that is the point. `name` is the process's own, the same after a restart.
 */
export async function reportStored(ctx: Pick<Context, 'ingest' | 'clock' | 'log'>, watch: DeliveryWatch, name: string, signal: AbortSignal): Promise<void> {
  let wasSaid = true;
  while (!signal.aborted) {
    const isSaid = await sayStored(ctx.ingest, name, watch.horizon(ctx.clock.now())).then(
      () => true,
      (error: Error) => {
        if (wasSaid) ctx.log.warn({ message: error.message }, 'the database cannot be told how far probes are stored');
        return false;
      },
    );
    wasSaid = isSaid;
    await wait(PACE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
  }
}
