import type { EventContent } from './event-body.ts';

type Links = { unsubscribe: string; documentation: string };
type Event = { content: EventContent; isBackfilled: boolean };

/** Formats an event as the webhooks of Statuspage, for receivers that already parse those. Its states and ids are those of /api/v2. */
export function statuspageBody({ content, isBackfilled }: Event, { unsubscribe, documentation }: Links): string {
  const { incident, page, status } = content.data;
  const { id, name, shortlink, impact, incident_updates, created_at, updated_at, monitoring_at, resolved_at } =
    incident;
  return JSON.stringify({
    meta: { unsubscribe, documentation },
    page: { id: page.id, status_indicator: status.indicator, status_description: status.description },
    incident: {
      backfilled: isBackfilled,
      created_at,
      impact,
      impact_override: null,
      monitoring_at,
      name,
      resolved_at,
      shortlink,
      status: incident.status,
      updated_at,
      id,
      incident_updates,
    },
  });
}
