import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { OpenIncident } from '#components/site/home/open-incident';
import type { PublicIncident } from '#domain/incident/public-incident';
import { incidentV1 } from '#server/site/formats/api-v1/incidents';
import { incidentPageMarkup } from '#server/test/incident-page';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { NOW } from '#server/test/summaries';

const textOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u00a0', ' ')
    .replace(/\s+/g, ' ');
const page = (incident: PublicIncident) => textOf(incidentPageMarkup(incident));
const front = (incident: PublicIncident) =>
  textOf(renderToStaticMarkup(createElement(OpenIncident, { incident, now: NOW })));
const ORIGIN = 'https://status.example';

// Customers report what probes cannot see: a wrong answer with status 200, one network's route, a price that is off. Google's SRE book describes
// alerts on symptoms that black-box probes miss: https://sre.google/sre-book/monitoring-distributed-systems/
describe('an outage that only staff reported', () => {
  const resolved = { state: 'resolved' as const, resolvedAt: NOW };
  test.each([
    ['open', {}],
    ['of a part', { impact: 'major' as const }],
    ['resolved', resolved],
    ['backfilled', { ...resolved, isBackfilled: true, detectedAt: null }],
  ])('is never labelled as measured: %s', (_, change) => {
    const incident = aPublicIncident({ episodes: [], ...change });
    const isOpen = incident.state !== 'resolved';
    expect(page(incident)).not.toMatch(/Yes\. Total downtime|SLA, /);
    expect(page(incident).includes('1 h 11 min Reported by staff, not measured')).toBe(!isOpen);
    expect(page(incident).includes('SLA Unchanged')).toBe(!isOpen);
    expect(
      page(incident).includes('No. Staff reported this outage; monitoring has not measured it. Uptime is unchanged.'),
    ).toBe(isOpen);
    expect(incidentV1(incident, ORIGIN, NOW)).toMatchObject({ downMs: 71 * 60_000, downBasis: 'reported' });
  });

  test('is measured once it has an episode, and neither if nothing was down', () => {
    expect(page(aPublicIncident())).toContain('Yes. Total downtime: 1 h 11 min (ongoing).');
    expect(page(aPublicIncident())).not.toMatch(/[Rr]eported by staff|Staff reported/);
    expect(incidentV1(aPublicIncident(), ORIGIN, NOW).downBasis).toBe('measured');
    const slow = aPublicIncident({ episodes: [], impact: 'minor' });
    expect(page(slow)).not.toMatch(/Yes\. Total downtime|[Rr]eported by staff|Staff reported/);
    expect(page(slow)).toContain('No. No downtime has been measured.');
    expect(incidentV1(slow, ORIGIN, NOW)).toMatchObject({ downMs: null, downBasis: null });
  });
});

test('the home page shows the update of staff above later automatic ones, each with its own state', () => {
  const staff = anUpdate({
    publicId: 'upd000000002',
    state: 'identified',
    html: '<p>We found the cause.</p>',
    publishedAt: NOW - 5_000,
    occurredAt: NOW - 5_000,
  });
  const news = [4, 3, 2, 1].map((s) =>
    anUpdate({
      publicId: `upd10000000${s}`,
      isAutomatic: true,
      html: `<p>News ${s}.</p>`,
      publishedAt: NOW - s * 1_000,
      occurredAt: NOW - s * 1_000,
    }),
  );
  const text = front(aPublicIncident({ state: 'identified', updates: [...news.toReversed(), staff] }));
  expect(text).toMatch(
    /Identified Updated \d\d:\d\d UTC We found the cause\. Investigating Updated \d\d:\d\d UTC , by monitoring News 1\./,
  );
  expect(text).not.toContain('News 2');
});
