import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import { lastDroppedEnd, outermostStored } from '#server/ingest/sql/partitions';

const EDGE_MS = 3 * 3_600_000;

/**
 * Returns the instant from which stored probes can be re-evaluated; null where there are none. After dropped days the look-back is
 * missing, so that the record of the first hours stays as it is.
 */
export async function evaluableFrom(pool: pg.Pool): Promise<Instant | null> {
  const oldest = await outermostStored(pool, 'first');
  const dropped = await lastDroppedEnd(pool);
  return oldest === null || dropped === null ? oldest : Math.max(oldest, dropped + EDGE_MS);
}
