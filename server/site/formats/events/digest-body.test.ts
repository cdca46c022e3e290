import { expect, test } from 'vitest';
import type { EventKind } from '#domain/delivery/kind';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { aSummary, NOW } from '#server/test/summaries';
import { digestBody } from './digest-body.ts';
import { eventContent } from './event-body.ts';

const PAGE = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
let count = 0;
function anEvent(incident: string, kind: EventKind, texts: string[] = ['a']) {
  const updates = texts.map((text, i) => anUpdate({ publicId: `upd10000000${i % 10}`, text }));
  const shown = { incident: aPublicIncident({ publicId: incident, updates }), summary: aSummary(), page: PAGE };
  return eventContent({ publicId: `evt00000000${++count % 10}`, kind, occurredAt: NOW + count * 1_000 }, shown);
}

test('a digest lists the events of each incident with its latest state, the incident that changed last at the end', () => {
  const events = [
    anEvent('inc00000000a', 'opened', ['1']),
    anEvent('inc00000000b', 'opened', ['1']),
    anEvent('inc00000000a', 'resolved', ['2', '1']),
  ];
  const body = JSON.parse(digestBody(events));
  expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
  expect(body).toMatchObject({ type: 'incident.digest', timestamp: events[2]?.timestamp });
  expect(Object.keys(body.data)).toEqual(['incidents', 'page', 'status']);
  expect(body.data.incidents).toEqual([
    {
      events: [{ ...events[1]?.data.event, timestamp: events[1]?.timestamp }],
      incident: events[1]?.data.incident,
    },
    {
      events: [events[0], events[2]].map((one) => ({ ...one?.data.event, timestamp: one?.timestamp })),
      incident: events[2]?.data.incident,
    },
  ]);
});

test('the oldest updates and incidents are left out of a digest that would be too long', () => {
  const texts = Array.from({ length: 20 }, () => '障'.repeat(130));
  const ids = Array.from({ length: 60 }, (_, i) => `inc0000000${String(i).padStart(2, '0')}`);
  const text = digestBody(ids.map((id) => anEvent(id, 'updated', texts)));
  expect(Buffer.byteLength(text)).toBeLessThan(20_000);
  const { incidents, omitted } = JSON.parse(text).data;
  expect(incidents.length).toBeGreaterThan(10);
  expect(incidents.map(({ incident }: { incident: { id: string } }) => incident.id)).toEqual(
    ids.slice(-incidents.length),
  );
  expect(omitted).toEqual({
    incidents: 60 - incidents.length,
    updates: 20 * incidents.length,
    components: 0,
    url: 'https://status.example.com/api/v1/events',
  });
  expect(incidents[0].incident.incident_updates.length).toBeLessThan(20);
});

test('a digest counts the components and updates that its events leave out', () => {
  const event = anEvent('inc00000000a', 'updated');
  const omitted = { updates: 2, components: 5, url: 'https://status.example.com/api/v1/incidents/inc00000000a' };
  const long = { ...event, data: { ...event.data, omitted } };
  expect(JSON.parse(digestBody([long, anEvent('inc00000000b', 'opened')])).data.omitted).toEqual({
    incidents: 0,
    updates: 2,
    components: 5,
    url: 'https://status.example.com/api/v1/events',
  });
});
