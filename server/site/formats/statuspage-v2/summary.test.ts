import { describe, expect, test } from 'vitest';
import { STATUSES, type Status } from '#domain/measurement/status';
import { aComponent, aSummary, NOW, SERVING } from '#server/test/summaries';
import type { PageV2 } from './page.ts';
import { componentsV2, rollupV2, statusV2, summaryV2 } from './summary.ts';

const PAGE: PageV2 = { id: 'abcdefghijkl', name: 'Candor', url: 'https://status.example.com', time_zone: 'Etc/UTC' };
const KEYS = {
  page: ['id', 'name', 'time_zone', 'updated_at', 'url'],
  status: ['description', 'indicator'],
  component: [
    'created_at',
    'description',
    'group',
    'group_id',
    'id',
    'name',
    'only_show_if_degraded',
    'page_id',
    'position',
    'showcase',
    'start_date',
    'status',
    'updated_at',
  ],
  summary: ['components', 'incidents', 'page', 'scheduled_maintenances', 'status'],
};
const keysOf = (value: object | undefined) => Object.keys(value ?? {}).sort();

describe('shapes', () => {
  test('summary has exactly the keys of Statuspage', () => {
    const body = summaryV2(aSummary(), PAGE);
    expect(keysOf(body)).toEqual(KEYS.summary);
    expect(keysOf(body.page)).toEqual(KEYS.page);
    expect(keysOf(body.status)).toEqual(KEYS.status);
    expect(keysOf(body.components[0])).toEqual(KEYS.component);
    expect([body.incidents, body.scheduled_maintenances]).toEqual([[], []]); // its twin: incidents-v2.test.ts
  });

  test('status and components have exactly the keys of Statuspage', () => {
    expect(keysOf(statusV2(aSummary(), PAGE))).toEqual(['page', 'status']);
    expect(keysOf(componentsV2(aSummary(), PAGE))).toEqual(['components', 'page']);
  });

  test('the page has the time of the last change, independent of the current time, in UTC with milliseconds', () => {
    for (const generatedAt of [NOW, NOW + 1])
      expect(statusV2(aSummary({ generatedAt, changedAt: NOW - 60_000 }), PAGE).page).toEqual({
        ...PAGE,
        updated_at: '2022-03-30T14:30:12.000Z',
      });
  });

  test('a component is shown with the time of its last change', () => {
    const [component] = componentsV2(aSummary({ components: [SERVING.major()] }), PAGE).components;
    expect(component).toEqual({
      id: 'srv0a1b2c3d4',
      name: 'Serving',
      status: 'major_outage',
      created_at: '2021-11-02T09:00:00.000Z',
      updated_at: '2022-03-30T13:20:00.000Z',
      position: 1,
      description: null,
      showcase: true,
      start_date: '2021-11-02',
      group_id: null,
      page_id: PAGE.id,
      group: false,
      only_show_if_degraded: false,
    });
  });

  test('a component that was never evaluated was last changed when it was created', () => {
    const [component] = componentsV2(aSummary({ components: [SERVING.notMonitored()] }), PAGE).components;
    expect(component?.updated_at).toBe(component?.created_at);
  });
});

describe('groups', () => {
  const edge = { publicId: 'grp0a1b2c3d4', slug: 'edge', name: 'Edge' };
  const api = aComponent({ publicId: 'api0a1b2c3d4', slug: 'api', name: 'API', position: 2 });
  const summary = aSummary({
    components: [
      aComponent({ position: 1 }),
      api,
      { ...SERVING.partial(), publicId: 'cdn0a1b2c3d4', slug: 'cdn', position: 3, group: edge },
      aComponent({ publicId: 'dns0a1b2c3d4', slug: 'dns', position: 4 }),
      aComponent({
        publicId: 'pop0a1b2c3d4',
        slug: 'pop',
        position: 5,
        group: edge,
        createdAt: Date.parse('2021-01-01T00:00:00Z'),
      }),
    ],
  });
  const listed = componentsV2(summary, PAGE).components;

  test('precede their first member and list all members; members name their group', () => {
    expect(listed.map(({ id, group, group_id }) => [id, group, group_id])).toEqual([
      ['srv0a1b2c3d4', false, null],
      ['api0a1b2c3d4', false, null],
      ['grp0a1b2c3d4', true, null],
      ['cdn0a1b2c3d4', false, 'grp0a1b2c3d4'],
      ['dns0a1b2c3d4', false, null],
      ['pop0a1b2c3d4', false, 'grp0a1b2c3d4'],
    ]);
    expect(listed[2]?.components).toEqual(['cdn0a1b2c3d4', 'pop0a1b2c3d4']);
    expect(keysOf(listed[2])).toEqual([...KEYS.component, 'components'].sort());
    expect(keysOf(listed[3])).toEqual(KEYS.component);
  });

  test('have the worst status of their members, the first creation and the last change', () => {
    expect(listed[2]).toMatchObject({
      status: 'partial_outage',
      created_at: '2021-01-01T00:00:00.000Z',
      updated_at: '2022-03-30T13:20:00.000Z',
      position: 3,
    });
    const noData = componentsV2(
      aSummary({
        components: [
          { ...api, group: edge },
          { ...SERVING.noData(), group: edge },
        ],
      }),
      PAGE,
    ).components;
    expect([noData[0]?.status, noData[0]?.description]).toEqual([
      'degraded_performance',
      expect.stringMatching(/monitoring data is missing/i),
    ]);
  });

  test('do not count in the rollup', () => {
    const down = aSummary({ components: [{ ...SERVING.major(), group: edge }] });
    expect(summaryV2(down, PAGE).status.indicator).toBe('critical');
    expect(summaryV2(down, PAGE).components).toHaveLength(2);
    expect(statusV2(summary, PAGE).status).toEqual(rollupV2(summary.components.map((c) => c.status)));
  });
});

describe('rollup', () => {
  const cases: [Status[], string, string][] = [
    [['major_outage'], 'critical', 'Major Service Outage'],
    [['major_outage', 'major_outage'], 'critical', 'Major Service Outage'],
    [['major_outage', 'partial_outage'], 'major', 'Partial System Outage'],
    [['operational', 'major_outage'], 'major', 'Partial System Outage'],
    [['major_outage', 'unknown'], 'major', 'Partial System Outage'],
    [['partial_outage', 'operational'], 'minor', 'Minor Service Outage'],
    [['partial_outage', 'degraded_performance'], 'minor', 'Minor Service Outage'],
    [['degraded_performance', 'operational'], 'minor', 'Partially Degraded Service'],
    [['degraded_performance', 'unknown'], 'minor', 'Partially Degraded Service'],
    [['unknown', 'operational'], 'minor', 'Monitoring Data Missing'],
    [['not_monitored', 'operational'], 'none', 'All Systems Operational'],
    [['not_monitored', 'not_monitored'], 'minor', 'Monitoring Data Missing'],
    [[], 'minor', 'Monitoring Data Missing'],
    [['operational'], 'none', 'All Systems Operational'],
    [['operational', 'operational'], 'none', 'All Systems Operational'],
  ];

  test.each(cases)('%j is %s, %s', (statuses, indicator, description) => {
    expect(rollupV2(statuses)).toEqual({ indicator, description });
  });

  test('of every pair of statuses, only operational ones are "none", also beside one that is not monitored', () => {
    for (const a of STATUSES) {
      for (const b of STATUSES) {
        const isOperational =
          [a, b].every((status) => status === 'operational' || status === 'not_monitored') &&
          [a, b].includes('operational');
        expect(rollupV2([a, b]).indicator === 'none').toBe(isOperational);
      }
    }
  });
});

describe('missing monitoring data', () => {
  test.each(['noData', 'notMonitored'] as const)('%s is degraded and reports missing data', (state) => {
    const body = summaryV2(aSummary({ components: [{ ...SERVING[state](), description: 'Serves ads.' }] }), PAGE);
    expect(body.components[0]?.status).toBe('degraded_performance');
    expect(body.components[0]?.description).toMatch(/monitoring data is missing.* Serves ads\.$/i);
    expect(body.status.indicator).not.toBe('none');
  });

  test('a monitored component keeps its own description', () => {
    const summary = aSummary({ generatedAt: NOW, components: [aComponent({ description: 'Serves ads.' })] });
    expect(componentsV2(summary, PAGE).components[0]?.description).toBe('Serves ads.');
  });
});
