import { describe, expect, test } from 'vitest';
import { changedFacts } from './changed-facts.ts';
import type { Fact } from './facts.ts';

const measured = (key: string, value: number, more: Partial<Fact> = {}): Fact => ({
  key,
  kind: 'duration',
  value,
  component: null,
  source: 'monitoring',
  ...more,
});
const components = [
  { slug: 'serving', name: 'Serving', isAffected: true },
  { slug: 'analytics', name: 'Analytics', isAffected: false },
];
const changes = (then: Fact[], facts: Fact[]) => changedFacts(then, { facts, components });

describe('changes of a record', () => {
  test('are measured values that differ, appeared or disappeared', () => {
    const then = [measured('downtime', 100), measured('episodes', 1), measured('episode.1.peak', 5)];
    const now = [measured('downtime', 120), measured('episodes', 1), measured('episode.2.start', 7)];
    expect(changes(then, now)).toEqual([
      { key: 'downtime', kind: 'duration', published: 100, current: 120 },
      { key: 'episode.1.peak', kind: 'duration', published: 5, current: null },
      { key: 'episode.2.start', kind: 'duration', published: null, current: 7 },
    ]);
  });

  test('include the whole of a count', () => {
    const count = (of: number) => measured('instances', 188, { kind: 'count', of });
    expect(changes([count(300)], [count(299)])).toMatchObject([{ key: 'instances' }]);
    expect(changes([count(300)], [count(300)])).toEqual([]);
  });

  test('include uptime, but not the target and what follows from it', () => {
    const sla = (key: string, value: number) => measured(key, value, { source: 'calculated', component: 'serving' });
    expect(changes([sla('uptime.month', 998_252)], [sla('uptime.month', 998_000)])).toHaveLength(1);
    expect(
      changes([sla('target', 999_000), sla('budget.used', 1)], [sla('target', 999_500), sla('budget.used', 2)]),
    ).toEqual([]);
  });

  test('are not what people change, nor figures of components that are not affected', () => {
    const then = [measured('updates', 7, { source: 'incident' }), measured('recipients', 5, { source: 'deliveries' })];
    const now = [measured('updates', 8, { source: 'incident' })];
    expect(changes(then, now)).toEqual([]);
    const other = measured('analytics/uptime.month', 1, { source: 'calculated', component: 'analytics' });
    expect(changes([other], [])).toEqual([]);
  });
});
