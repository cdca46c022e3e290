import { describe, expect, test } from 'vitest';
import { firstTimeline } from './first-timeline.ts';

const MINUTE = 60_000;
const episode = (from: number, to: number, change = {}) => ({
  name: 'Serving',
  from: from * MINUTE,
  to: to * MINUTE,
  level: 3 as const,
  confirmedAt: from * MINUTE + 30_000,
  ...change,
});
const update = (at: number, text: string, change = {}) => ({
  at: at * MINUTE,
  text,
  state: 'investigating' as const,
  isAutomatic: false,
  ...change,
});
const NOTHING = { episodes: [], updates: [], publicAt: null, acknowledgedAt: null, resolvedAt: null };
const entries = (happened: Partial<Parameters<typeof firstTimeline>[0]>) =>
  firstTimeline({ ...NOTHING, ...happened }).map(({ at, ...event }) => [at / MINUTE, event]);

describe('the first timeline', () => {
  test('has episodes, confirmation, acknowledgement, updates by people and the end, in order of time', () => {
    const happened = {
      episodes: [episode(20, 90), episode(126, 134, { level: 2 })],
      updates: [
        update(21, 'Automatic.', { isAutomatic: true }),
        update(34, 'The cause is known.', { state: 'identified' }),
      ],
      publicAt: 20.6 * MINUTE,
      acknowledgedAt: 24 * MINUTE,
      resolvedAt: 136 * MINUTE,
    };
    expect(entries(happened)).toEqual([
      [20, { kind: 'began', names: ['Serving'], level: 3 }],
      [20.5, { kind: 'confirmed_and_published' }],
      [24, { kind: 'acknowledged' }],
      [34, { kind: 'update', text: 'The cause is known.' }],
      [90, { kind: 'ended', names: ['Serving'] }],
      [126, { kind: 'began', names: ['Serving'], level: 2 }],
      [134, { kind: 'ended', names: ['Serving'] }],
      [136, { kind: 'resolved' }],
    ]);
  });

  test('joins components that fail or recover at the same time, at the worst level', () => {
    const episodes = [episode(1, 5, { level: 2 }), episode(1, 7, { name: 'Analytics' })];
    expect(entries({ episodes }).filter(([, event]) => JSON.stringify(event).includes('names'))).toEqual([
      [1, { kind: 'began', names: ['Serving', 'Analytics'], level: 3 }],
      [5, { kind: 'ended', names: ['Serving'] }],
      [7, { kind: 'ended', names: ['Analytics'] }],
    ]);
  });

  test('has confirmation and publication apart if they are a minute apart', () => {
    expect(entries({ episodes: [episode(1, 9)], publicAt: 4 * MINUTE })).toContainEqual([4, { kind: 'published' }]);
  });

  test('names the publication, acknowledgement and end only if no update of the same minute does', () => {
    const updates = [update(10, 'We are looking into it.'), update(30, 'It is over.', { state: 'resolved' })];
    const times = { publicAt: 10 * MINUTE, acknowledgedAt: 10 * MINUTE, resolvedAt: 30 * MINUTE };
    expect(entries({ updates, ...times })).toEqual([
      [10, { kind: 'update', text: 'We are looking into it.' }],
      [30, { kind: 'update', text: 'It is over.' }],
    ]);
  });

  test('leaves out a post-mortem that was posted before', () => {
    expect(entries({ updates: [update(50, 'Read more.', { state: 'postmortem' })] })).toEqual([]);
  });
});
