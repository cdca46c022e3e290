import { expect, test } from 'vitest';
import { EVENT_KINDS, type EventKind } from '#domain/delivery/kind';
import type { PageV2 } from '#server/site/formats/statuspage-v2/page';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { aComponent, aSummary, NOW } from '#server/test/summaries';
import { eventBody, eventContent } from './event-body.ts';

const PAGE: PageV2 = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
const SEQUENCE_BYTES_MAX = 30;
const event = (kind: EventKind = 'updated') => ({ publicId: 'evt000000001', kind, occurredAt: NOW });
const shown = (texts: string[]) => ({
  incident: aPublicIncident({ updates: texts.map((text, i) => anUpdate({ publicId: `upd10000000${i}`, text })) }),
  summary: aSummary(),
  page: PAGE,
});

test('each kind has a type of the field', () => {
  expect(EVENT_KINDS.map((kind) => eventContent(event(kind), shown(['a'])).type)).toEqual([
    'incident.created',
    'incident.updated',
    'incident.updated',
    'incident.resolved',
    'incident.resolved',
    'incident.postmortem_published',
    'maintenance.updated',
  ]);
});

test('a body contains the event, the incident, the page and its status, and nothing else', () => {
  const content = eventContent(event('opened'), shown(['a']));
  expect(eventBody(event('opened'), shown(['a']))).toBe(JSON.stringify(content));
  expect([Object.keys(content), Object.keys(content.data)]).toEqual([
    ['type', 'timestamp', 'data'],
    ['event', 'incident', 'page', 'status'],
  ]);
  expect(JSON.stringify(content)).not.toMatch(/author|audience|note|token/);
});

test('a body stays below 20 kB: it contains the latest updates that fit, and says what it omits and where the whole incident is', () => {
  const updatesIn = (body: string) =>
    JSON.parse(body).data.incident.incident_updates.map(({ id }: { id: string }) => id);
  const short = eventBody(event(), shown(['a', 'b', 'c']));
  expect(updatesIn(short)).toHaveLength(3);
  expect(JSON.parse(short).data.omitted).toBeUndefined();
  const long = eventBody(event(), shown(['a', 'b'.repeat(15_000), 'c'.repeat(6_000)]));
  expect(updatesIn(long)).toEqual(['upd100000000', 'upd100000001']);
  expect(long.length).toBeLessThan(20_000 - SEQUENCE_BYTES_MAX);
  expect(JSON.parse(long).data.omitted).toEqual({
    updates: 1,
    components: 0,
    url: `https://status.example.com/api/v1/incidents/${shown([]).incident.publicId}`,
  });
  const wide = eventBody(event(), shown(['a', '障'.repeat(5_000), '害'.repeat(5_000)]));
  expect(updatesIn(wide)).toHaveLength(2);
  expect(Buffer.byteLength(wide)).toBeLessThan(20_000 - SEQUENCE_BYTES_MAX);
  expect(updatesIn(eventBody(event(), shown(['d'.repeat(20_000)])))).toEqual([]);
});

test('a body contains the text of the post-mortem where it fits', () => {
  const bodyWith = (length: number) => {
    const one = shown(['a']);
    const postmortemText = { markdown: 'm'.repeat(length), publishedAt: NOW };
    return eventBody(event('postmortem'), { ...one, incident: { ...one.incident, postmortemText } });
  };
  expect(JSON.parse(bodyWith(10_000)).data.incident.postmortem_body).toHaveLength(10_000);
  const long = bodyWith(30_000);
  const { incident, omitted } = JSON.parse(long).data;
  expect(incident).toMatchObject({ postmortem_body: null, postmortem_published_at: new Date(NOW).toISOString() });
  expect(incident.incident_updates).toHaveLength(1);
  expect(omitted).toMatchObject({ updates: 0, components: 0 });
  expect(Buffer.byteLength(long)).toBeLessThan(20_000 - SEQUENCE_BYTES_MAX);
});

test('an incident with many components leaves room for its latest update', () => {
  const components = Array.from({ length: 600 }, (_, i) => aComponent({ publicId: `comp0000${1000 + i}` }));
  const named = components.map(({ publicId, slug, name }) => ({
    publicId,
    slug,
    name,
    status: 'major_outage' as const,
  }));
  const one = shown(['a'.repeat(8_000), 'b']);
  const incident = { ...one.incident, components: named };
  const body = eventBody(event(), { ...one, incident, summary: aSummary({ components }) });
  expect(Buffer.byteLength(body)).toBeLessThan(20_000 - SEQUENCE_BYTES_MAX);
  const { data } = JSON.parse(body);
  expect(data.incident.incident_updates).toHaveLength(2);
  expect(data.incident.components.length).toBeGreaterThan(10);
  expect(data.omitted).toMatchObject({ updates: 0, components: 600 - data.incident.components.length });
});
