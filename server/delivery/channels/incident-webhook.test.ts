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

test('a webhook carries what happened, when it was said, and the incident in full', () => {
  const incident = aPublicIncident();
  const body = incidentWebhook(incident, ORIGIN, NOW);
  expect(Object.keys(body)).toEqual(['type', 'timestamp', 'data']);
  expect(body).toEqual({
    type: 'incident.created',
    timestamp: new Date(first.publishedAt).toISOString(),
    data: incidentV1(incident, ORIGIN, NOW),
  });
});

test('its type follows from the newest word: what ends an incident or looks back is named once', () => {
  expect(typeAfter('identified')).toBe('incident.updated');
  expect(typeAfter('resolved')).toBe('incident.resolved');
  expect(typeAfter('resolved', 'resolved')).toBe('incident.updated');
  expect(typeAfter('resolved', 'postmortem')).toBe('incident.postmortem_published');
  expect(typeAfter('resolved', 'identified')).toBe('incident.updated');
});

test('nothing internal is in it', () => {
  expect(JSON.stringify(incidentWebhook(aPublicIncident(), ORIGIN, NOW))).not.toMatch(/author|audience|note|token/);
});
