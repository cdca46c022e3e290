import { describe, expect, test } from 'vitest';
import { anUpdate, aPublicIncident } from '#server/test/public-incidents';
import { aComponent, aSummary, NOW } from '#server/test/summaries';
import { incidentsV2, incidentV2, maintenancesV2 } from './incidents.ts';
import type { PageV2 } from './page.ts';
import { statusV2, summaryV2 } from './summary.ts';

const PAGE: PageV2 = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
/** As Statuspage documents them; not one more, not one less. */
const KEYS = {
  incident:
    'components created_at id impact incident_updates monitoring_at name page_id postmortem_body postmortem_published_at reminder_intervals resolved_at shortlink started_at status updated_at',
  update:
    'affected_components body created_at custom_tweet deliver_notifications display_at id incident_id status tweet_id updated_at',
  affected: 'code name new_status old_status',
};
const keysOf = (value: object | null | undefined) =>
  Object.keys(value ?? {})
    .sort()
    .join(' ');
const v2 = (change: Parameters<typeof aPublicIncident>[0] = {}) =>
  incidentV2(aPublicIncident(change), PAGE, aSummary());

describe('an incident in Statuspage’s terms', () => {
  test('has exactly the documented keys', () => {
    const incident = v2();
    expect(keysOf(incident)).toBe(KEYS.incident);
    expect(keysOf(incident.incident_updates[0])).toBe(KEYS.update);
    expect(keysOf(incident.incident_updates[0]?.affected_components?.[0])).toBe(KEYS.affected);
    expect(incident.components).toEqual(summaryV2(aSummary(), PAGE).components);
    expect(keysOf(incidentsV2([], aSummary(), PAGE))).toBe('incidents page');
    expect(maintenancesV2({ changedAt: NOW }, PAGE)).toEqual({
      page: { ...PAGE, updated_at: '2022-03-30T14:31:12.000Z' },
      scheduled_maintenances: [],
    });
  });

  test('uses plain text, null for updates without components, and investigating for detected', () => {
    const incident = v2({ state: 'detected', updates: [anUpdate({ affected: [], state: 'detected' })] });
    expect(incident).toMatchObject({
      status: 'investigating',
      incident_updates: [{ status: 'investigating', body: 'We look into it.', affected_components: null }],
    });
  });

  test('has what readers can do at the end of the body', () => {
    const [update] = v2({ updates: [anUpdate({ whatYouCanDo: 'Use eu-west-1.' })] }).incident_updates;
    expect(update?.body).toBe('We look into it.\n\nWhat you can do: Use eu-west-1.');
    expect(keysOf(update)).toBe(KEYS.update);
  });

  test('has the time of the event and the time of publication', () => {
    const at = NOW - 40 * 60_000;
    expect(v2({ updates: [anUpdate({ occurredAt: at })] }).incident_updates[0]).toMatchObject({
      display_at: new Date(at).toISOString(),
      created_at: new Date(NOW - 60 * 60_000).toISOString(),
    });
  });

  test('is resolved if withdrawn or merged; a retracted update shows that instead of its text', () => {
    for (const change of [{ withdrawnAt: NOW }, { mergedInto: 'inc000000002' }])
      expect(v2(change)).toMatchObject({ status: 'resolved', resolved_at: expect.any(String) });
    const gone = v2({
      updates: [anUpdate({ retractedAt: NOW, retractedReason: 'Wrong region.', body: '', html: '', text: '' })],
    });
    expect(gone.incident_updates[0]?.body).toBe('Update retracted: Wrong region.');
  });
});

test('an incident still lists its archived components, which are in no component list', () => {
  const archived = aComponent({ publicId: 'ana0a1b2c3d4', slug: 'analytics', name: 'Analytics' });
  const named = [
    ...aPublicIncident().components,
    { publicId: 'ana0a1b2c3d4', slug: 'analytics', name: 'Analytics', status: 'operational' as const },
  ];
  const incident = aPublicIncident({ components: named });
  const summary = aSummary({ archived: [archived], openIncidents: [incident] });
  const namesOf = (list: readonly { components: readonly { name: string }[] }[]) =>
    list.map(({ components }) => components.map(({ name }) => name));
  expect(namesOf(incidentsV2([incident], summary, PAGE).incidents)).toEqual([['Serving', 'Analytics']]);
  expect(namesOf(summaryV2(summary, PAGE).incidents)).toEqual([['Serving', 'Analytics']]);
  expect(namesOf([summaryV2(summary, PAGE)])).toEqual([['Serving']]);
});

describe('while a public incident is open', () => {
  const named = aPublicIncident({
    state: 'monitoring',
    components: [{ publicId: 'srv0a1b2c3d4', slug: 'serving', name: 'Serving', status: 'operational' }],
  });
  test.each([named, aPublicIncident({ components: [], episodes: [] })])(
    'no indicator is "none", even if every component works',
    (incident) => {
      const summary = aSummary({
        openIncidents: [incident],
        components: [aComponent({ stated: incident.components.length > 0 ? 'operational' : null })],
      });
      expect(statusV2(summary, PAGE).status).toEqual({ indicator: 'minor', description: 'Incident Open' });
      expect(summaryV2(summary, PAGE)).toMatchObject({
        incidents: [{ id: incident.publicId }],
        status: { indicator: 'minor' },
      });
    },
  );

  test('a component has the worse of its measured and published status', () => {
    const summary = aSummary({
      openIncidents: [aPublicIncident()],
      components: [aComponent({ stated: 'partial_outage' })],
    });
    expect(summaryV2(summary, PAGE)).toMatchObject({
      components: [{ status: 'partial_outage' }],
      status: { indicator: 'minor', description: 'Minor Service Outage' },
    });
  });
});
