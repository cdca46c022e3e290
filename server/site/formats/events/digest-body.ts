import type { EventContent } from './event-body.ts';
import { BODY_BYTES_MAX } from './fit-body.ts';

/** Updates per incident that are tried, until the body is short enough. */
const UPDATES = [50, 10, 3, 1, 0] as const;
/** Incidents in a digest. The list of events has the others. */
const INCIDENTS_MAX = 50;

/** Groups what is about the same incident, in the order in which the incidents changed last. */
export function byIncident<T>(events: readonly T[], incidentOf: (event: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const event of events) {
    const id = incidentOf(event);
    const group = groups.get(id) ?? [];
    groups.delete(id);
    groups.set(id, [...group, event]);
  }
  return [...groups.values()];
}

/**
 * Formats several events as one body: each incident with its events and its current state, the page and its status as they were last. The oldest updates, and
 * then the incidents that changed first, are left out where the text would be too long; `omitted` says so. `events`: the oldest first.
 */
export function digestBody(events: readonly EventContent[]): string {
  const all = byIncident(events, ({ data }) => data.incident.id);
  const groups = all.slice(-INCIDENTS_MAX);
  for (const updates of UPDATES) {
    const body = bodyOf(all, groups, updates);
    if (Buffer.byteLength(body) <= BODY_BYTES_MAX) return body;
  }
  const fitting = groups.findIndex((_, i) => Buffer.byteLength(bodyOf(all, groups.slice(i), 0)) <= BODY_BYTES_MAX);
  return bodyOf(all, groups.slice(fitting), 0); // each event fits into a body, so that the last incident does
}

type Groups = readonly (readonly EventContent[])[];

function bodyOf(all: Groups, groups: Groups, updates: number): string {
  const { timestamp, data } = lastOf(groups.at(-1) ?? []);
  const omitted = {
    incidents: all.length - groups.length,
    updates: groups.reduce((sum, group) => sum + omittedUpdates(lastOf(group), updates), 0),
    components: groups.reduce((sum, group) => sum + (lastOf(group).data.omitted?.components ?? 0), 0),
    url: `${data.page.url}/api/v1/events`,
  };
  const isWhole = omitted.incidents + omitted.updates + omitted.components === 0;
  return JSON.stringify({
    type: 'incident.digest',
    timestamp,
    data: {
      incidents: groups.map((group) => incidentOf(group, updates)),
      page: data.page,
      status: data.status,
      ...(isWhole ? {} : { omitted }),
    },
  });
}

function lastOf(group: readonly EventContent[]): EventContent {
  return group.at(-1) as EventContent; // a group has at least one event
}

function omittedUpdates({ data: { incident, omitted } }: EventContent, updates: number): number {
  return Math.max(0, incident.incident_updates.length - updates) + (omitted?.updates ?? 0);
}

function incidentOf(group: readonly EventContent[], updates: number) {
  const { incident } = lastOf(group).data;
  return {
    events: group.map(({ timestamp, data }) => ({ ...data.event, timestamp })),
    incident: { ...incident, postmortem_body: null, incident_updates: incident.incident_updates.slice(0, updates) },
  };
}
