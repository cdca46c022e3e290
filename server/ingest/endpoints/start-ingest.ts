import path from 'node:path';
import type { Context } from '#server/context';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import type { SourceContacts } from '#server/ingest/source-contacts';
import { drainSpool } from '#server/ingest/spool/drain-spool';
import { keepKnownTokens, readKnownTokens } from '#server/ingest/spool/known-tokens';
import { openSpool } from '#server/ingest/spool/spool';
import type { Metrics } from '#server/metrics';
import { createIngest, type Ingest } from './ingest-endpoints.ts';

type Settings = {
  dataDir: string;
  watch: DeliveryWatch;
  metrics: Metrics;
  contacts: SourceContacts;
  spoolBytesMax?: number;
  storeMsMax?: number;
};
export type RunningIngest = { endpoints: Ingest['endpoints']; stop: () => Promise<void> };

/**
 * Opens the spool in `dataDir`, makes the ingest endpoints, and begins to store what an earlier process left in the spool. Needs no database. Components
 * of sources with waiting deliveries are held back from now on.
 */
export async function startIngest(
  ctx: Context,
  { dataDir, spoolBytesMax, ...parts }: Settings,
): Promise<RunningIngest> {
  const folder = path.join(dataDir, 'spool');
  const file = path.join(folder, 'known-tokens.json');
  const spool = await openSpool(folder, ctx.log, spoolBytesMax);
  const knownTokens = await readKnownTokens(file, ctx.log);
  const { endpoints, authenticator, store } = createIngest(ctx, { ...parts, spool, knownTokens });
  const stopping = new AbortController();
  const running = [
    drainSpool({ ctx, spool, store, onDropped: parts.metrics.countSpoolDropped }, stopping.signal),
    keepKnownTokens(ctx, authenticator, file, stopping.signal),
  ];
  return {
    endpoints,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      await spool.close();
    },
  };
}
