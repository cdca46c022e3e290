import { expect, test } from 'vitest';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { NOW } from '#server/test/summaries';
import { incidentWebhook } from './incident-webhook.ts';

const ORIGIN = 'https://status.example';
const first = anUpdate();
const typeAfter = (...states: ('identified' | 'resolved' | 'postmortem')[]) => {
  const later = states.map((state, i) => anUpdate({ publicId: `upd10000000${i}`, state, publishedAt: NOW + i }));
  return incidentWebhook(aPublicIncident({ updates: [...later.toReversed(), first] }), ORIGIN, NOW).type;
};

test('a webhook contains the event type, its time, and the complete incident', () => {
  const incident = aPublicIncident();
  const body = incidentWebhook(incident, ORIGIN, NOW);
  expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
  expect(body).toEqual({
    type: 'incident.created',
    timestamp: new Date(first.publishedAt).toISOString(),
    data: incidentV1(incident, ORIGIN, NOW),
  });
});

test('its type follows from the newest update: resolved and post-mortem are named once', () => {
  expect(typeAfter('identified')).toBe('incident.updated');
  expect(typeAfter('resolved')).toBe('incident.resolved');
  expect(typeAfter('resolved', 'resolved')).toBe('incident.updated');
  expect(typeAfter('resolved', 'postmortem')).toBe('incident.postmortem_published');
  expect(typeAfter('resolved', 'identified')).toBe('incident.updated');
});

test('it contains nothing internal', () => {
  expect(JSON.stringify(incidentWebhook(aPublicIncident(), ORIGIN, NOW))).not.toMatch(/author|audience|note|token/);
});
