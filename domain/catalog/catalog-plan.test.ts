import { describe, expect, test, vi } from 'vitest';
import { DEFAULT_SETTINGS } from '#domain/automation/incident-record';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { NO_BRAND } from './brand-plan.ts';
import type { Catalog, CatalogSource, WantedCatalog, WantedComponent, WantedPolicy } from './catalog.ts';
import { type CatalogChange, catalogPlan } from './catalog-plan.ts';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const HOUR = 3_600_000;
const PRESENT = { now: NOW, evaluableFrom: null };
const nightly: CatalogSource = {
  name: 'nightly',
  kind: 'heartbeat',
  heartbeat: { component: 'serving', instance: 'job', intervalMs: 60_000, graceMs: 0 },
  alerts: null,
};
const serving = {
  slug: 'serving',
  name: 'Serving',
  description: null,
  group: null,
  targetMillionths: 999_000,
  effects: {},
  isArchived: false,
};
const analytics = {
  slug: 'analytics',
  name: 'Analytics',
  description: null,
  group: null,
  targetMillionths: 999_500,
  effects: {},
  isArchived: false,
};

const STORED: Catalog = {
  brand: NO_BRAND,
  groups: [{ slug: 'core', name: 'Core' }],
  regions: [{ name: 'us-east-1', title: 'Virginia' }],
  components: [
    { ...serving, position: 1, policies: [DEFAULT_POLICY], incidents: DEFAULT_SETTINGS },
    {
      ...analytics,
      position: 2,
      policies: [DEFAULT_POLICY, { ...DEFAULT_POLICY, version: 2, effectiveFrom: NOW - HOUR, confirmForMs: 60_000 }],
      incidents: DEFAULT_SETTINGS,
    },
  ],
  sources: [{ name: 'agent-a', kind: 'agent', heartbeat: null, alerts: null }, nightly],
};
const EMPTY: Catalog = { brand: NO_BRAND, groups: [], regions: [], components: [], sources: [] };

function wanted(change: Partial<WantedCatalog>): WantedCatalog {
  return { brand: null, groups: [], regions: [], components: [], sources: [], ...change };
}

const version = (change: Partial<WantedPolicy>): WantedPolicy => ({
  ...DEFAULT_POLICY,
  effectiveFrom: null,
  ...change,
});
const component = (change: Partial<WantedComponent>): WantedComponent => ({
  ...serving,
  policies: null,
  incidents: null,
  ...change,
});
const plan = (change: Partial<WantedCatalog>, stored = STORED) => catalogPlan(stored, wanted(change), PRESENT);
const brief = (changes: readonly CatalogChange[]) =>
  changes.map((change) =>
    change.what === 'policy'
      ? [change.component, change.value.version, change.value.effectiveFrom]
      : [change.what, 'isNew' in change && change.isNew, change.differences],
  );
const withPolicies = (slug: string, ...policies: WantedPolicy[]) =>
  plan({ components: [component({ slug, policies })] });

describe('the changes', () => {
  test('are none for a file that matches the catalogue, and everything for an empty catalogue', () => {
    const same = wanted({ ...STORED, components: STORED.components.map(({ position: _, ...rest }) => rest) });
    expect(catalogPlan(STORED, same, PRESENT)).toEqual({ changes: [], left: [], problems: [] });
    const { changes, problems } = catalogPlan(EMPTY, same, PRESENT);
    expect([changes.length, problems]).toEqual([9, []]);
  });

  test('list each key with the value before and after', () => {
    const { changes } = plan({
      groups: [{ slug: 'core', name: 'Core services' }],
      regions: [{ name: 'us-east-1', title: 'N. Virginia' }],
      components: [component({ name: 'Ad serving', group: 'core', targetMillionths: 999_900 })],
      sources: [
        { ...nightly, heartbeat: { component: 'serving', instance: 'job', intervalMs: 60_000, graceMs: 30_000 } },
      ],
    });
    expect(brief(changes)).toEqual([
      ['group', false, [{ key: 'name', before: 'Core', after: 'Core services' }]],
      ['region', false, [{ key: 'title', before: 'Virginia', after: 'N. Virginia' }]],
      [
        'component',
        false,
        [
          { key: 'name', before: 'Serving', after: 'Ad serving' },
          { key: 'group', before: null, after: 'core' },
          { key: 'targetMillionths', before: 999_000, after: 999_900 },
        ],
      ],
      ['source', false, [{ key: 'graceMs', before: 0, after: 30_000 }]],
    ]);
  });

  test('list the effects of a component by status, also one that the file leaves out', () => {
    const effects = { major_outage: 'No answer.' };
    const stored = { ...STORED, components: STORED.components.map((one) => ({ ...one, effects })) };
    const { changes } = plan({ components: [component({ effects: { partial_outage: 'Some fail.' } })] }, stored);
    expect(changes[0]?.differences).toEqual([
      { key: 'effects.partial_outage', before: null, after: 'Some fail.' },
      { key: 'effects.major_outage', before: 'No answer.', after: null },
    ]);
  });

  test('leave entries that the file does not contain as they are, and list them', () => {
    expect(plan({ components: [component({})] })).toEqual({
      changes: [],
      problems: [],
      left: [
        { what: 'group', name: 'core' },
        { what: 'region', name: 'us-east-1' },
        { what: 'component', name: 'analytics' },
        { what: 'source', name: 'agent-a' },
        { what: 'source', name: 'nightly' },
      ],
    });
  });

  test('can add the configuration of a heartbeat', () => {
    const stored = { ...STORED, sources: [{ ...nightly, heartbeat: null }] };
    expect(plan({ sources: [nightly] }, stored)).toMatchObject({
      problems: [],
      changes: [{ what: 'source', isNew: false }],
    });
  });
});

describe('the order of components', () => {
  const positions = (slugs: string[], stored: Catalog = STORED) =>
    catalogPlan(
      stored,
      wanted({ components: slugs.map((slug) => component({ ...(slug === 'analytics' ? analytics : serving), slug })) }),
      PRESENT,
    ).changes.flatMap((change) => (change.what === 'component' ? [[change.value.slug, change.value.position]] : []));

  test('is that of the file; components already in that order keep their positions', () => {
    expect(positions(['serving', 'analytics'])).toEqual([]);
    expect(positions(['serving', 'analytics', 'billing'])).toEqual([['billing', 3]]);
    expect(positions(['analytics', 'serving'])).toEqual([['serving', 3]]);
    expect(positions(['billing', 'serving', 'analytics'])).toEqual([
      ['billing', 1],
      ['serving', 2],
      ['analytics', 3],
    ]);
    expect(positions(['serving', 'zebra', 'analytics'])).toEqual([
      ['zebra', 2],
      ['analytics', 3],
    ]);
  });

  test('counts even if positions are shared or have gaps', () => {
    const at = (analyticsAt: number, servingAt: number): Catalog => ({
      ...EMPTY,
      components: [
        { ...analytics, position: analyticsAt, policies: [DEFAULT_POLICY], incidents: DEFAULT_SETTINGS },
        { ...serving, position: servingAt, policies: [DEFAULT_POLICY], incidents: DEFAULT_SETTINGS },
      ],
    });
    expect(positions(['analytics', 'serving'], at(7, 7))).toEqual([]);
    expect(positions(['analytics', 'serving'], at(3, 90))).toEqual([]);
    expect(positions(['serving', 'analytics'], at(7, 7))).toEqual([['analytics', 8]]);
  });
});

describe('versions of a policy', () => {
  test('that exist stay as they are; the next one is added, effective now or later', () => {
    expect(
      brief(
        withPolicies('serving', version({ confirmForMs: 60_000, version: 2 })).changes.filter(
          ({ what }) => what === 'policy',
        ),
      ),
    ).toEqual([['serving', 2, NOW]]);
    const later = version({ version: 2, effectiveFrom: NOW + HOUR });
    const both = withPolicies('serving', later, version({}));
    expect([brief(both.changes), both.problems]).toEqual([[['serving', 2, NOW + HOUR]], []]);
    expect(both.changes[0]?.differences).toEqual([]);
    const { changes } = withPolicies(
      'serving',
      version({ version: 2, silenceAfterMs: 60_000, latencyLimitUs: 500_000 }),
    );
    expect(changes[0]?.differences).toEqual([
      { rule: 'silenceAfterMs', before: 30_000, after: 60_000 },
      { rule: 'latencyLimitUs', before: null, after: 500_000 },
    ]);
  });

  test('are never edited', () => {
    const problem = (policy: WantedPolicy) =>
      plan({ components: [component({ ...analytics, policies: [policy] })] }).problems;
    expect(problem(version({ confirmForMs: 5_000 }))).toEqual([
      'component analytics, policy version 1: already exists with different values (confirmForSeconds), and versions cannot be edited: add version 3',
    ]);
    expect(problem(version({ version: 2, confirmForMs: 60_000, effectiveFrom: NOW }))).toEqual([
      expect.stringContaining('(from)'),
    ]);
    expect(problem(version({ version: 2, confirmForMs: 60_000, effectiveFrom: NOW - HOUR }))).toEqual([]);
  });

  test('follow each other in number and time, and never take effect in a past that cannot be re-evaluated', () => {
    const problem = (policy: WantedPolicy) =>
      plan({ components: [component({ ...analytics, policies: [policy] })] }).problems[0];
    expect(problem(version({ version: 4 }))).toMatch(/is out of sequence: the next version is 3/);
    expect(problem(version({ version: 3, effectiveFrom: NOW - HOUR }))).toMatch(/must take effect after version 2/);
    expect(problem(version({ version: 3, effectiveFrom: NOW - 60_001 }))).toMatch(/must not take effect in the past/);
    expect(problem(version({ version: 3, effectiveFrom: NOW - 60_000 }))).toBeUndefined();
    expect(withPolicies('serving', version({ version: 2 }), version({ version: 3 })).problems).toEqual([
      expect.stringContaining('must take effect after version 2'),
    ]);
  });

  test('that are not in effect yet can be replaced by one that takes effect sooner, at most a year ahead', () => {
    const next = (effectiveFrom: number, ...before: Partial<WantedPolicy>[]) =>
      withPolicies(
        'serving',
        ...before.map((one) => version(one)),
        version({ version: before.length + 2, effectiveFrom }),
      ).problems[0];
    const ahead = { version: 2, effectiveFrom: NOW + 3 * HOUR };
    expect(next(NOW + HOUR, ahead)).toBeUndefined();
    expect(next(NOW, ahead)).toBeUndefined();
    expect(next(NOW + 3 * HOUR, ahead)).toMatch(/must take effect after version 2/);
    expect(
      next(NOW + HOUR, { version: 2, effectiveFrom: NOW + HOUR }, { version: 3, effectiveFrom: NOW + 2 * HOUR }),
    ).toMatch(/must take effect after version 3/);
    expect(next(NOW - 2 * HOUR, ahead)).toMatch(/must take effect after version 2/);
    expect(next(NOW + 366 * 24 * HOUR)).toBeUndefined();
    expect(next(NOW + 366 * 24 * HOUR + 1)).toMatch(/must take effect within a year/);
  });

  test('may be backdated as far as probes are stored, and are marked as backdated', () => {
    const dated = (effectiveFrom: number, evaluableFrom: number) => {
      const policies = [version({ version: 2, effectiveFrom })];
      const { changes, problems } = catalogPlan(STORED, wanted({ components: [component({ policies })] }), {
        now: NOW,
        evaluableFrom,
      });
      return problems[0] ?? changes.map((change) => change.what === 'policy' && change.isBackdated);
    };
    expect(dated(NOW - 5 * HOUR, NOW - 5 * HOUR)).toEqual([true]);
    expect(dated(NOW - 60_000, NOW - 5 * HOUR)).toEqual([false]);
    expect(dated(NOW + HOUR, NOW - 5 * HOUR)).toEqual([false]);
    expect(dated(NOW - 5 * HOUR - 1, NOW - 5 * HOUR)).toMatch(
      /must not take effect before 2026-11-25T07:00:00.000Z: earlier probes are no longer stored/,
    );
  });

  test('of a new component begin in 1970, and may be taken over from another installation', () => {
    expect(brief(plan({ components: [component({ slug: 'billing' })] }).changes).at(-1)).toEqual(['billing', 1, 0]);
    const moved = withPolicies('billing', version({}), version({ version: 2, effectiveFrom: NOW - 1_000 * HOUR }));
    expect([brief(moved.changes).slice(1), moved.problems]).toEqual([
      [
        ['billing', 1, 0],
        ['billing', 2, NOW - 1_000 * HOUR],
      ],
      [],
    ]);
    const [overtaken, overtaking] = [
      version({ version: 2, effectiveFrom: NOW + HOUR }),
      version({ version: 3, effectiveFrom: NOW - HOUR }),
    ];
    expect(withPolicies('billing', version({}), overtaken, overtaking).problems).toEqual([]);
  });
});

describe('problems', () => {
  test('are all listed', () => {
    const { problems } = plan({
      groups: [
        { slug: 'core', name: 'Core' },
        { slug: 'core', name: 'Again' },
      ],
      components: [component({ group: 'nothing', policies: [version({}), version({})] })],
      sources: [
        { name: 'agent-a', kind: 'edge', heartbeat: null, alerts: { repeatWithinMs: 1, severities: {} } },
        { ...nightly, heartbeat: { component: 'analytics', instance: 'job', intervalMs: 60_000, graceMs: 0 } },
        {
          name: 'rare',
          kind: 'heartbeat',
          heartbeat: { component: 'nothing', instance: 'job', intervalMs: 2_147_483_647, graceMs: 1 },
          alerts: null,
        },
      ],
    });
    expect(problems).toEqual([
      'group core: is listed twice; keep one',
      'component serving, policy version 1: is listed twice; keep one',
      'component serving: group "nothing" does not exist: add it under groups',
      'source rare: component "nothing" does not exist: add it under components',
      'source agent-a: the kind (agent) cannot be changed: use another name for the new source',
      'source nightly: the instance (serving/job) cannot be changed: use another name for the new source',
      'source rare: intervalSeconds + graceSeconds must be at most 2147483',
    ]);
  });

  test('do not include references to entries of the same file', () => {
    const { problems } = plan({
      groups: [{ slug: 'edge', name: 'Edge' }],
      components: [component({ slug: 'cdn', group: 'edge' })],
      sources: [
        {
          name: 'sync',
          kind: 'heartbeat',
          heartbeat: { component: 'cdn', instance: 'sync', intervalMs: 1, graceMs: 0 },
          alerts: null,
        },
      ],
    });
    expect(problems).toEqual([]);
  });
});

describe('the work of planning', () => {
  /** A list that counts how often its elements are read. */
  function counted<T>(list: T[]): { list: T[]; reads: () => number } {
    let reads = 0;
    const get = (target: T[], key: string | symbol) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key);
    };
    return { list: new Proxy(list, { get }), reads: () => reads };
  }

  test('is linear in the catalogue: each entry is read a few times, and no list is searched per entry', () => {
    const searches = vi.spyOn(Array.prototype, 'indexOf');
    const read = [500, 1_000].map((count) => {
      const slugs = Array.from({ length: count }, (_, i) => `c${i}`);
      const sources = slugs.map((slug) => ({
        ...nightly,
        name: slug,
        heartbeat: { component: slug, instance: 'job', intervalMs: 1, graceMs: 0 },
      }));
      const storedComponents = slugs.map((slug, i) => ({
        ...serving,
        slug,
        position: i + 1,
        policies: [DEFAULT_POLICY],
        incidents: DEFAULT_SETTINGS,
      }));
      const lists = { components: counted(storedComponents), sources: counted(sources) };
      const stored = { ...EMPTY, components: lists.components.list, sources: lists.sources.list };
      expect(plan({ components: slugs.map((slug) => component({ slug })), sources }, stored).changes).toEqual([]);
      return lists.components.reads() + lists.sources.reads();
    });
    const searched = searches.mock.contexts.filter((list) => (list as unknown[]).length >= 500);
    searches.mockRestore();
    expect(searched).toEqual([]);
    expect(read[1]).toBe(2 * (read[0] ?? 0));
    expect(read[0]).toBeLessThan(20 * 500);
  });
});
