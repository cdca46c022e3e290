import type { ActingContext } from '#server/actor';
import { incidentDeliveries } from '#server/delivery/reads/delivery-report';
import { openAlerts } from './open-alerts.ts';
import { staffIncident } from './staff-incident.ts';

/** Reads an incident as staff see it, with its active alerts and what became of the deliveries of its updates. Errors: forbidden, not_found. */
export async function watchedIncident(ctx: ActingContext, publicId: string) {
  return {
    incident: await staffIncident(ctx, publicId),
    alerts: await openAlerts(ctx, publicId),
    deliveries: await incidentDeliveries(ctx, publicId),
  };
}
