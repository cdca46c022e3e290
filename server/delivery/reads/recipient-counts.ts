import type { EventKind } from '#domain/delivery/kind';
import type { PublicIncident } from '#domain/incident/public-incident';
import { type ActingContext, authorize } from '#server/actor';
import { audienceOf } from '#server/delivery/audience-of';
import { countRecipients } from '#server/delivery/sql/fan-out';

/**
 * Counts the people and webhooks that an update would notify. `incident`: as readers will see it after the update; `kind`: of its event. Errors: forbidden.
 */
export async function recipientCounts(
  ctx: ActingContext,
  about: { incidentId: number; kind: EventKind },
  incident: PublicIncident,
): Promise<{ people: number; webhooks: number }> {
  authorize(ctx, 'incident:update');
  return countRecipients(ctx.staff, about, audienceOf(incident));
}
