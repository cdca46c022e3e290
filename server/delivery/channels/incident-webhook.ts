import type { IncidentState } from '#domain/incident/incident';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { Instant } from '#domain/time/interval';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { iso } from '#server/site/formats/statuspage-v2/page';

type WebhookType = 'incident.created' | 'incident.updated' | 'incident.resolved' | 'incident.postmortem_published';

const OF_STATE: Partial<Record<IncidentState, WebhookType>> = {
  resolved: 'incident.resolved',
  postmortem: 'incident.postmortem_published',
};

/**
 * Formats the webhook for the newest update of an incident, as Standard Webhooks 1.0 recommends: the event type, its time, and the complete incident in the
 * shape of /api/v1/incidents/{id}.
 */
export function incidentWebhook(incident: PublicIncident, origin: string, now: Instant) {
  const [newest, before] = incident.updates.toSorted((a, b) => b.publishedAt - a.publishedAt);
  const moved = newest && newest.state !== before?.state ? OF_STATE[newest.state] : undefined;
  const type: WebhookType = moved ?? (before ? 'incident.updated' : 'incident.created');
  return { type, timestamp: iso(newest?.publishedAt ?? now), data: incidentV1(incident, origin, now) };
}
