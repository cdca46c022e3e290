import { expect, test } from 'vitest';
import { downtimeMs } from './public-incident.ts';

const DOWN = { impact: 'critical' as const, startedAt: 100, resolvedAt: 160, withdrawnAt: null, mergedInto: null, episodes: [] };
const episode = (from: number, to: number | null) => ({ from, to, component: 'serving', level: 2 as const });

test('something was down for the union of its episodes; without any, until a stated outage was resolved', () => {
  expect(downtimeMs({ ...DOWN, episodes: [episode(100, 120), episode(110, 130), episode(150, null)] }, 200)).toBe(80);
  expect([downtimeMs(DOWN, 200), downtimeMs({ ...DOWN, impact: 'major', resolvedAt: null }, 200)]).toEqual([60, 100]);
});

test('nothing was down where it was slow at most, withdrawn or made part of another', () => {
  for (const change of [{ impact: 'minor' as const }, { impact: 'none' as const }, { withdrawnAt: 150 }, { mergedInto: 'inc000000002' }])
    expect(downtimeMs({ ...DOWN, ...change }, 200)).toBeNull();
  expect(downtimeMs({ ...DOWN, episodes: [episode(100, 120)], withdrawnAt: 150 }, 200)).toBeNull();
});
