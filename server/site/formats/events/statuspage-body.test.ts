import { expect, test } from 'vitest';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { aSummary, NOW } from '#server/test/summaries';
import { eventContent } from './event-body.ts';
import { statuspageBody } from './statuspage-body.ts';

const PAGE = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
const LINKS = { unsubscribe: 'https://status.example.com/u/x', documentation: 'https://status.example.com/docs' };
const shown = { incident: aPublicIncident({ updates: [anUpdate()] }), summary: aSummary(), page: PAGE };
const content = eventContent({ publicId: 'evt000000001', kind: 'updated', occurredAt: NOW }, shown);

test('the body has the keys of webhooks of Statuspage, and no others', () => {
  const body = JSON.parse(statuspageBody({ content, isBackfilled: false }, LINKS));
  expect(Object.keys(body)).toEqual(['meta', 'page', 'incident']);
  expect(body.meta).toEqual(LINKS);
  expect(body.page).toEqual({
    id: PAGE.id,
    status_indicator: content.data.status.indicator,
    status_description: content.data.status.description,
  });
  expect(Object.keys(body.incident).sort()).toEqual([
    'backfilled',
    'created_at',
    'id',
    'impact',
    'impact_override',
    'incident_updates',
    'monitoring_at',
    'name',
    'resolved_at',
    'shortlink',
    'status',
    'updated_at',
  ]);
});

test('the incident is the one of the event, and says whether it was backfilled', () => {
  const [one, other] = [false, true].map((isBackfilled) =>
    JSON.parse(statuspageBody({ content, isBackfilled }, LINKS)),
  );
  const { id, name, status, impact, incident_updates } = content.data.incident;
  expect(one.incident).toMatchObject({ id, name, status, impact, incident_updates, backfilled: false });
  expect(other.incident.backfilled).toBe(true);
});
