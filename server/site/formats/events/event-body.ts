import type { EventKind } from '#domain/delivery/kind';
import type { PublicIncident } from '#domain/incident/public-incident';
import type { SystemSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { incidentV2 } from '#server/site/formats/statuspage-v2/incidents';
import { iso, type PageV2 } from '#server/site/formats/statuspage-v2/page';
import { statusV2 } from '#server/site/formats/statuspage-v2/summary';
import { BODY_BYTES_MAX, bytesOf, countFitting } from './fit-body.ts';

/** The share of a long body that components may take. The rest is for updates. */
const COMPONENTS_SHARE = 0.5;

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

/** An event as it is stored and sent. `omitted`: what its body leaves out because it would be too long, and where the whole incident is. */
export type EventContent = ReturnType<typeof eventContent> & {
  data: { omitted?: { updates: number; components: number; url: string } };
};

/**
 * Formats an event as it is stored. A body that would be too long leaves out the text of the post-mortem, and contains as many of the latest updates as fit;
 * it says what it omits.
 */
export function eventBody(event: PublicEvent, shown: Shown): string {
  const content = eventContent(event, shown);
  const whole = JSON.stringify(content);
  return Buffer.byteLength(whole) <= BODY_BYTES_MAX ? whole : JSON.stringify(shortened(content));
}

function shortened({ data, ...content }: ReturnType<typeof eventContent>): EventContent {
  const { incident_updates: updates, components } = data.incident;
  const url = `${data.page.url}/api/v1/incidents/${data.incident.id}`;
  const withParts = (updateCount: number, componentCount: number): EventContent => ({
    ...content,
    data: {
      ...data,
      incident: {
        ...data.incident,
        postmortem_body: null,
        incident_updates: updates.slice(0, updateCount),
        components: components.slice(0, componentCount),
      },
      omitted: { updates: updates.length - updateCount, components: components.length - componentCount, url },
    },
  });
  const room = BODY_BYTES_MAX - bytesOf(withParts(0, 0));
  const componentCount = countFitting(components, room * COMPONENTS_SHARE);
  const left = BODY_BYTES_MAX - bytesOf(withParts(0, componentCount));
  return withParts(countFitting(updates, left), componentCount);
}
