import { describe, expect, test } from 'vitest';
import { downtimeBasis, downtimeMs, spansWithin } from './public-incident.ts';

const DOWN = {
  impact: 'critical' as const,
  startedAt: 100,
  resolvedAt: 160,
  withdrawnAt: null,
  mergedInto: null,
  episodes: [],
};
const episode = (from: number, to: number | null) => ({ from, to, component: 'serving', level: 2 as const });

test('downtime is the union of episodes or, without episodes, the time until a stated outage was resolved', () => {
  expect(downtimeMs({ ...DOWN, episodes: [episode(100, 120), episode(110, 130), episode(150, null)] }, 200)).toBe(80);
  expect([downtimeMs(DOWN, 200), downtimeMs({ ...DOWN, impact: 'major', resolvedAt: null }, 200)]).toEqual([60, 100]);
});

test('downtime without an episode is reported by staff, not measured', () => {
  expect(downtimeBasis({ ...DOWN, episodes: [episode(100, null)] }, 200)).toBe('measured');
  expect([downtimeBasis(DOWN, 200), downtimeBasis({ ...DOWN, impact: 'major', resolvedAt: null }, 200)]).toEqual([
    'reported',
    'reported',
  ]);
  for (const change of [{ impact: 'minor' as const }, { withdrawnAt: 150 }, { mergedInto: 'inc000000002' }])
    expect(downtimeBasis({ ...DOWN, ...change }, 200)).toBeNull();
});

test('degraded performance, withdrawn and merged incidents have no downtime', () => {
  for (const change of [
    { impact: 'minor' as const },
    { impact: 'none' as const },
    { withdrawnAt: 150 },
    { mergedInto: 'inc000000002' },
  ])
    expect(downtimeMs({ ...DOWN, ...change }, 200)).toBeNull();
  expect(downtimeMs({ ...DOWN, episodes: [episode(100, 120)], withdrawnAt: 150 }, 200)).toBeNull();
});

describe('the monitoring data within an incident', () => {
  const INCIDENT = {
    state: 'resolved' as const,
    withdrawnAt: null,
    mergedInto: null,
    startedAt: 100,
    resolvedAt: 160,
    updatedAt: 170,
    episodes: [],
  };
  const within = (change: Partial<Parameters<typeof spansWithin>[0]>, component = 'serving') =>
    spansWithin({ ...INCIDENT, ...change }, component, 200);

  test('covers the episodes of each component after the end, even if they end later than staff reported', () => {
    const episodes = [
      episode(90, 120),
      episode(110, 130),
      episode(150, 155),
      { ...episode(150, 158), component: 'analytics' },
    ];
    expect(within({ episodes })).toEqual([
      { from: 90, to: 130 },
      { from: 150, to: 155 },
    ]);
    expect(within({ episodes }, 'analytics')).toEqual([{ from: 150, to: 158 }]);
    expect(within({ episodes }, 'billing')).toEqual([]);
    expect(within({ episodes: [episode(90, null)] })).toEqual([{ from: 90, to: 200 }]); // resolved by staff while the outage continues
  });

  test('covers the whole incident while it is open', () => {
    expect(within({ state: 'monitoring', resolvedAt: null, episodes: [episode(90, 120)] })).toEqual([
      { from: 90, to: 200 },
    ]);
    expect(within({ state: 'investigating', resolvedAt: null })).toEqual([{ from: 100, to: 200 }]);
  });

  test('ends with the incident if monitoring showed no outage', () => {
    expect(within({})).toEqual([{ from: 100, to: 160 }]);
    expect(within({ withdrawnAt: 150, resolvedAt: null })).toEqual([{ from: 100, to: 150 }]);
    expect(within({ mergedInto: 'inc000000002', resolvedAt: null })).toEqual([{ from: 100, to: 170 }]);
    expect(within({ startedAt: 160 })).toEqual([]);
  });
});
