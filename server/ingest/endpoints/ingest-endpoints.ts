import type { Context } from '#server/context';
import { createAuthenticator } from '#server/identity/tokens/authenticate';
import type { KnownToken } from '#server/identity/tokens/sender';
import { checkAlerts, createAcceptAlerts } from '#server/ingest/accept-alerts';
import { checkPing, createAcceptPing, pingSchema } from '#server/ingest/accept-ping';
import { acceptProbes, checkProbes } from '#server/ingest/accept-probes';
import type { DeliveryKinds } from '#server/ingest/delivery-kind';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import { createSeriesCache } from '#server/ingest/series-cache';
import type { SourceContacts } from '#server/ingest/source-contacts';
import type { Spool } from '#server/ingest/spool/spool';
import { createWriteQueue } from '#server/ingest/write-queue';
import type { Metrics } from '#server/metrics';
import { createDeliveryEndpoint } from './batch-endpoint.ts';
import { createDeliver, STORE_MS_MAX } from './deliver.ts';
import { createIntake } from './intake.ts';
import { createPingEndpoint } from './ping-endpoint.ts';

/** `knownTokens`: those of an earlier process. `storeMsMax`: after this time a delivery goes to the spool. */
type Parts = {
  watch: DeliveryWatch;
  metrics: Metrics;
  contacts: SourceContacts;
  spool: Spool;
  knownTokens?: readonly KnownToken[];
  storeMsMax?: number;
};

/** Makes all ingest endpoints, by name; the server in front of Next maps paths to them. `store` stores a delivery of the spool. */
export function createIngest(
  ctx: Context,
  { watch, metrics, contacts, spool, knownTokens = [], storeMsMax = STORE_MS_MAX }: Parts,
) {
  const authenticator = createAuthenticator(ctx.ingest, ctx.clock, knownTokens);
  const { clock, ingest, log } = ctx;
  const services = { series: createSeriesCache(ctx), queue: createWriteQueue(ctx), clock, ingest, log, contacts };
  metrics.watchQueue(services.queue.waitingRows);
  metrics.watchSpool(spool.size);
  watch.holdSpooled(spool.held);
  const acceptPing = createAcceptPing(services);
  const kinds: DeliveryKinds = {
    probes: { check: checkProbes, accept: acceptProbes },
    alerts: { check: checkAlerts, accept: createAcceptAlerts() },
    ping: {
      check: checkPing,
      accept: (_, sender, body, { receivedAt }) => acceptPing(sender, { ...pingSchema.parse(body), receivedAt }),
    },
  };
  const { deliver, store } = createDeliver({ ctx, kinds, services, watch, spool, metrics, storeMsMax });
  const intake = createIntake(ctx, authenticator, watch, deliver);
  return {
    endpoints: {
      probes: createDeliveryEndpoint(intake, '/api/v1/probes', 'probes'),
      alerts: createDeliveryEndpoint(intake, '/api/v1/probes/alertmanager', 'alerts'),
      ping: createPingEndpoint(intake),
    },
    authenticator,
    store,
  };
}

export type Ingest = ReturnType<typeof createIngest>;
