import type { Context } from '#server/context';
import { createAcceptAlerts } from '#server/ingest/accept-alerts';
import { acceptProbes } from '#server/ingest/accept-probes';
import type { DeliveryWatch } from '#server/ingest/delivery-watch';
import type { SourceContacts } from '#server/ingest/source-contacts';
import type { Metrics } from '#server/metrics';
import { createDeliveryEndpoint } from './batch-endpoint.ts';
import { createIntake } from './intake.ts';
import { createPingEndpoint } from './ping-endpoint.ts';

/** Makes all ingest endpoints, by name; the server in front of Next maps paths to them. */
export function createIngestEndpoints(ctx: Context, watch: DeliveryWatch, metrics: Metrics, contacts: SourceContacts) {
  const intake = createIntake(ctx, watch, metrics, contacts);
  return {
    probes: createDeliveryEndpoint(intake, '/api/v1/probes', acceptProbes),
    alerts: createDeliveryEndpoint(intake, '/api/v1/probes/alertmanager', createAcceptAlerts()),
    ping: createPingEndpoint(intake),
  };
}
