import type { EventKind } from '#domain/delivery/kind';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { SystemSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { incidentV2 } from '#server/site/formats/statuspage-v2/incidents';
import { iso, type PageV2 } from '#server/site/formats/statuspage-v2/page';
import { statusV2 } from '#server/site/formats/statuspage-v2/summary';

/** The longest body that is stored and sent. Below what `safeFetch` sends, because webhooks add to it. */
const EVENT_BODY_BYTES_MAX = 200_000;

/** The types of webhooks. `data.event.kind` distinguishes what shares a type. */
const TYPES = {
  opened: 'incident.created',
  updated: 'incident.updated',
  reopened: 'incident.updated',
  resolved: 'incident.resolved',
  withdrawn: 'incident.resolved',
  postmortem: 'incident.postmortem_published',
  maintenance: 'maintenance.updated',
} as const satisfies Record<EventKind, string>;

type PublicEvent = { publicId: string; kind: EventKind; occurredAt: Instant };
type Shown = { incident: PublicIncident; summary: SystemSummary; page: PageV2 };

/** Formats an event as receivers get it: its type, its time, and the incident as it now is, in the shape of /api/v2. */
export function eventContent({ publicId, kind, occurredAt }: PublicEvent, { incident, summary, page }: Shown) {
  return {
    type: TYPES[kind],
    timestamp: iso(occurredAt),
    data: {
      event: { id: publicId, kind },
      incident: incidentV2(incident, page, summary),
      ...statusV2(summary, page),
    },
  };
}

/** Formats an event as it is stored. The oldest updates are left out where the text would be too long. */
export function eventBody(event: PublicEvent, shown: Shown): string {
  const { data, ...content } = eventContent(event, shown);
  const { incident_updates: updates } = data.incident;
  const withUpdates = (count: number) =>
    JSON.stringify({
      ...content,
      data: { ...data, incident: { ...data.incident, incident_updates: updates.slice(0, count) } },
    });
  for (let count = updates.length; count > 0; count--) {
    const body = withUpdates(count);
    if (Buffer.byteLength(body) <= EVENT_BODY_BYTES_MAX) return body;
  }
  return withUpdates(0);
}
