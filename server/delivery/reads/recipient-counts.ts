import type { EventKind } from '#domain/delivery/kind';
import { type ActingContext, authorize } from '#server/actor';
import { audienceOf } from '#server/delivery/audience-of';
import { countRecipients } from '#server/delivery/sql/fan-out';

/** An id that no incident has. */
const NO_INCIDENT = 0;

/**
 * Counts the people and webhooks that an update would notify. `incident`: as readers will see it after the update; `kind`: of its event. `incidentId` null: of
 * an incident that does not exist yet. Errors: forbidden.
 */
export async function recipientCounts(
  ctx: ActingContext,
  { incidentId, kind }: { incidentId: number | null; kind: EventKind },
  incident: Parameters<typeof audienceOf>[0],
): Promise<{ people: number; webhooks: number }> {
  authorize(ctx, 'incident:update');
  return countRecipients(ctx.staff, { incidentId: incidentId ?? NO_INCIDENT, kind }, audienceOf(incident));
}
