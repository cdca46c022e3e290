import type { Context } from '#server/context';
import { sourcesAlive } from '#server/evaluation/sql/evaluation';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';

/** How long sources that were alive before a restart have to deliver their buffered probes. */
const RESTART_GRACE_MS = 45_000;
/** Evaluation at most this far behind runs in another process, or stopped for too short a time to matter. */
const STOPPED_MS = 5_000;

/** Holds back the components of sources that were alive when evaluation stopped, until the sources have delivered again. */
export async function expectSources(ctx: Pick<Context, 'ingest' | 'clock'>, watch: DeliveryWatch): Promise<void> {
  for (const { evaluatedUntil, sourceIds } of await sourcesAlive(ctx.ingest))
    if (ctx.clock.now() - evaluatedUntil > STOPPED_MS) watch.expect(sourceIds, evaluatedUntil, RESTART_GRACE_MS);
}
