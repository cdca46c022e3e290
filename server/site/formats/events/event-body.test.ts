import { expect, test } from 'vitest';
import { EVENT_KINDS, type EventKind } from '#domain/delivery/kind';
import type { PageV2 } from '#server/site/formats/statuspage-v2/page';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { aSummary, NOW } from '#server/test/summaries';
import { eventBody, eventContent } from './event-body.ts';

const PAGE: PageV2 = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
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

test('the oldest updates are left out of a body that would be longer than 200,000 bytes', () => {
  const updatesIn = (body: string) =>
    JSON.parse(body).data.incident.incident_updates.map(({ id }: { id: string }) => id);
  const short = eventBody(event(), shown(['a', 'b', 'c']));
  expect(updatesIn(short)).toHaveLength(3);
  const long = eventBody(event(), shown(['a', 'b'.repeat(150_000), 'c'.repeat(60_000)]));
  expect(updatesIn(long)).toEqual(['upd100000000', 'upd100000001']);
  expect(long.length).toBeLessThanOrEqual(200_000);
  const wide = eventBody(event(), shown(['a', '障'.repeat(60_000), '害'.repeat(60_000)]));
  expect(updatesIn(wide)).toHaveLength(2);
  expect(Buffer.byteLength(wide)).toBeLessThanOrEqual(200_000);
});
