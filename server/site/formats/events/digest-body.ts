import type { eventContent } from './event-body.ts';

type Content = ReturnType<typeof eventContent>;

/** The longest body that is sent. */
const DIGEST_BYTES_MAX = 200_000;
/** Updates per incident that are tried, until the body is short enough. */
const UPDATES = [50, 10, 3, 1] as const;
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
 * Formats several events as one body: each incident with its events and its current state, the page and its status as they were last. The oldest updates are
 * left out where the text would be too long. `events`: the oldest first.
 */
export function digestBody(events: readonly Content[]): string {
  const last = events.at(-1) as Content; // a digest has at least one event
  const groups = byIncident(events, ({ data }) => data.incident.id).slice(-INCIDENTS_MAX);
  const withUpdates = (count: number) =>
    JSON.stringify({
      type: 'incident.digest',
      timestamp: last.timestamp,
      data: {
        incidents: groups.map((group) => incidentOf(group, count)),
        page: last.data.page,
        status: last.data.status,
      },
    });
  for (const count of UPDATES) {
    const body = withUpdates(count);
    if (Buffer.byteLength(body) <= DIGEST_BYTES_MAX) return body;
  }
  return withUpdates(0);
}

function incidentOf(group: readonly Content[], updates: number) {
  const { incident } = (group.at(-1) as Content).data; // a group has at least one event
  return {
    events: group.map(({ timestamp, data }) => ({ ...data.event, timestamp })),
    incident: { ...incident, incident_updates: incident.incident_updates.slice(0, updates) },
  };
}
