import type pg from 'pg';
import type { Instant } from '#domain/time/interval';
import { lastDroppedEnd, outermostStored } from '#server/ingest/sql/partitions';

const EDGE_MS = 3 * 3_600_000;

/**
 * The instant from which what is stored can be re-evaluated; null where no probe is. At the edge of what was dropped the look-back is
 * missing: the record of the first moments stays as it is.
 */
export async function evaluableFrom(pool: pg.Pool): Promise<Instant | null> {
  const oldest = await outermostStored(pool, 'first');
  const dropped = await lastDroppedEnd(pool);
  return oldest === null || dropped === null ? oldest : Math.max(oldest, dropped + EDGE_MS);
}
