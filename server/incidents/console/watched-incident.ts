import type { ActingContext } from '#server/actor';
import { openAlerts } from './open-alerts.ts';
import { staffIncident } from './staff-incident.ts';

/** An incident with all that staff may know of it, and its alerts that are on. Errors: forbidden, not_found. */
export async function watchedIncident(ctx: ActingContext, publicId: string) {
  return { incident: await staffIncident(ctx, publicId), alerts: await openAlerts(ctx, publicId) };
}
