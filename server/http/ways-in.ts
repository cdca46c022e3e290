import type { Context } from '../context.ts';
import type { Metrics } from '../metrics.ts';
import { createAcceptAlerts } from '../probes/accept-alerts.ts';
import { acceptProbes } from '../probes/accept-probes.ts';
import type { DeliveryWatch } from '../probes/delivery-watch.ts';
import type { SourceContacts } from '../probes/source-contacts.ts';
import { createDeliveryEndpoint } from './delivery-endpoint.ts';
import { createIntake } from './intake.ts';
import { createPingEndpoint } from './ping-endpoint.ts';

/** Every way in for observations, by name; the server in front of Next says which address leads to which. */
export function createWaysIn(ctx: Context, watch: DeliveryWatch, metrics: Metrics, contacts: SourceContacts) {
  const intake = createIntake(ctx, watch, metrics, contacts);
  return {
    probes: createDeliveryEndpoint(intake, '/api/v1/probes', acceptProbes),
    alerts: createDeliveryEndpoint(intake, '/api/v1/probes/alertmanager', createAcceptAlerts()),
    ping: createPingEndpoint(intake),
  };
}
