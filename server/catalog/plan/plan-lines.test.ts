import { describe, expect, test } from 'vitest';
import type { CatalogChange } from '#domain/catalog/catalog-plan';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { planLines } from './plan-lines.ts';

const lines = (...changes: CatalogChange[]) => planLines({ changes, left: [], problems: [] });

const COMPONENT = {
  slug: 'billing',
  name: 'Billing',
  description: null,
  group: null,
  targetMillionths: 999_500,
  effects: {},
  isArchived: false,
  position: 3,
};

describe('the lines of a plan', () => {
  test('show a new object by its name', () => {
    expect(
      lines(
        { what: 'group', isNew: true, value: { slug: 'core', name: 'Core' }, differences: [] },
        { what: 'region', isNew: true, value: { name: 'eu', title: 'Europe' }, differences: [] },
        { what: 'component', isNew: true, value: COMPONENT, differences: [] },
      ),
    ).toEqual(['+ group core', '+ region eu', '+ component billing']);
  });

  test('show each difference with its unit', () => {
    const differences = [
      { key: 'targetMillionths', before: 999_000, after: 999_500 },
      { key: 'isArchived', before: false, after: true },
      { key: 'description', before: null, after: 'Invoices' },
    ];
    expect(lines({ what: 'component', isNew: false, value: COMPONENT, differences })).toEqual([
      '~ component billing: target 99.9 % -> 99.95 %, archived false -> true, description none -> Invoices',
    ]);
  });

  test('show a policy version with its start and its rules', () => {
    const policy = (effectiveFrom: number, isBackdated: boolean, count = 2): CatalogChange => ({
      what: 'policy',
      component: 'billing',
      value: { ...DEFAULT_POLICY, version: 2, effectiveFrom },
      differences: (
        [
          { rule: 'latencyLimitUs', before: null, after: 250_000 },
          { rule: 'confirmForMs', before: 30_000, after: 500 },
        ] as const
      ).slice(0, count),
      isOfNew: false,
      isBackdated,
    });
    const from = Date.parse('2026-07-15T12:00:00Z');
    expect(lines(policy(from, false), policy(0, true), policy(0, false, 0))).toEqual([
      '+ billing policy 2 from 2026-07-15T12:00:00.000Z: latencyLimit none -> 250 ms, confirmFor 30 s -> 0.5 s',
      '+ billing policy 2 from the beginning: latencyLimit none -> 250 ms, confirmFor 30 s -> 0.5 s; re-evaluates all data since then',
      '+ billing policy 2 from the beginning',
    ]);
  });

  test('name what the file leaves out, and that nothing changes only where nothing does', () => {
    const left = [{ what: 'source', name: 'agent-a' } as const];
    expect(planLines({ changes: [], left, problems: [] })).toEqual([
      '. source agent-a: not in the file, unchanged',
      '= no changes',
    ]);
    const change = { what: 'region', isNew: true, value: { name: 'eu', title: 'Europe' }, differences: [] } as const;
    expect(planLines({ changes: [{ ...change, differences: [] }], left, problems: [] })).toEqual([
      '+ region eu',
      '. source agent-a: not in the file, unchanged',
    ]);
  });
});
