import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks.ts';

const hoursOf = (from: string, to: string, hasDays = false) =>
  timeTicks(Date.parse(from), Date.parse(to), hasDays).map(({ at }) => new Date(at).toISOString().slice(5, 16));

test('a day has a tick every four full hours', () => {
  expect(hoursOf('2026-11-26T14:25:00Z', '2026-11-27T14:29:37Z')).toEqual([
    '11-26T16:00',
    '11-26T20:00',
    '11-27T00:00',
    '11-27T04:00',
    '11-27T08:00',
    '11-27T12:00',
  ]);
});

test('longer spans have ticks at the start of days', () => {
  expect(hoursOf('2026-11-20T14:00:00Z', '2026-11-27T14:29:00Z', true)).toHaveLength(7);
  const month = hoursOf('2026-10-27T14:00:00Z', '2026-11-27T14:29:00Z', true);
  expect(month.length).toBeGreaterThan(4);
  expect(month.every((time) => time.endsWith('T00:00'))).toBe(true);
  expect(hoursOf('2026-11-27T14:00:00Z', '2026-11-27T15:00:00Z', true)).toEqual([]);
});

test('labels at the ends stay within the axis', () => {
  const anchors = timeTicks(Date.parse('2026-11-26T16:00:00Z'), Date.parse('2026-11-27T16:00:00Z'), false).map(
    ({ anchor }) => anchor,
  );
  expect([anchors[0], anchors[1], anchors.at(-1)]).toEqual(['start', 'middle', 'end']);
});
