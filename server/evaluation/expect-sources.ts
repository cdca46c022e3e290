import type { Context } from '#server/context';
import { retryWhileAway } from '#server/db/retry-while-away';
import { sourcesAlive } from '#server/evaluation/sql/evaluation';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';

/** How long sources that were alive before a restart have to deliver their buffered probes. */
const RESTART_GRACE_MS = 45_000;
/** Evaluation at most this far behind runs in another process, or stopped for too short a time to matter. */
const STOPPED_MS = 5_000;

/** Holds back the components of sources that were alive when evaluation stopped, until the sources have delivered again. */
export async function expectSources(
  { ingest, clock, log }: Pick<Context, 'ingest' | 'clock' | 'log'>,
  watch: DeliveryWatch,
  pauseMs?: number,
): Promise<void> {
  const alive = await retryWhileAway(() => sourcesAlive(ingest), log, pauseMs);
  for (const { evaluatedUntil, sourceIds } of alive)
    if (clock.now() - evaluatedUntil > STOPPED_MS) watch.expect(sourceIds, evaluatedUntil, RESTART_GRACE_MS);
}
