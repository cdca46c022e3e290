import { expect, test } from 'vitest';
import type { IncidentState } from './incident.ts';
import { stateSince } from './state-since.ts';

const START = 10;
const episode = (from: number, to: number | null) => ({
  from: from * 60_000,
  to: to === null ? null : to * 60_000,
  component: 'serving',
  level: 3 as const,
});
const update = (state: IncidentState, occurredAt: number, publishedAt = occurredAt) => ({
  state,
  occurredAt: occurredAt * 60_000,
  publishedAt: publishedAt * 60_000,
});
type Facts = {
  state?: IncidentState;
  monitoringAt?: number;
  episodes?: ReturnType<typeof episode>[];
  updates?: ReturnType<typeof update>[];
};
const since = ({ state = 'investigating', monitoringAt, episodes = [], updates = [] }: Facts) =>
  stateSince({
    state,
    startedAt: START * 60_000,
    monitoringAt: monitoringAt === undefined ? null : monitoringAt * 60_000,
    episodes,
    updates,
  }) / 60_000;

const RESOLVED = update('resolved', 30);
test.each<[string, Facts, number]>([
  ['an incident of staff: its start', {}, START],
  ['an incident of staff before monitoring showed it: its start', { episodes: [episode(15, null)] }, START],
  [
    'one that came back before it was resolved, since it came back',
    { episodes: [episode(START, 15), episode(22, null)] },
    22,
  ],
  [
    'one that is watched, since the watching began',
    { state: 'monitoring', monitoringAt: 20, episodes: [episode(START, 20)] },
    20,
  ],
  [
    'one that was reopened, since the latest failure',
    { episodes: [episode(START, 20), episode(40, null)], updates: [update('detected', 40, 41), RESOLVED] },
    40,
  ],
  [
    'one whose failure began just before it was resolved',
    { episodes: [episode(START, 20), episode(29, null)], updates: [RESOLVED, update('detected', 29, 31)] },
    29,
  ],
  [
    'one that staff reopened, since they say',
    { episodes: [episode(START, 20)], updates: [update('identified', 44, 46), update('investigating', 42), RESOLVED] },
    42,
  ],
  [
    'one that was reopened and is watched again',
    { state: 'monitoring', monitoringAt: 50, episodes: [episode(START, 20), episode(40, 50)], updates: [RESOLVED] },
    50,
  ],
  [
    'one that staff put back to being watched',
    {
      state: 'monitoring',
      monitoringAt: 20,
      episodes: [episode(START, 20)],
      updates: [update('monitoring', 45), RESOLVED],
    },
    45,
  ],
  ['one reopened without a public update', { episodes: [episode(START, 20)], updates: [RESOLVED] }, START],
])('says of %s', (_, facts, expected) => {
  expect(since(facts)).toBe(expected);
});
