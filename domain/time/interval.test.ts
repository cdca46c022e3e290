import { expect, test } from 'vitest';
import { cutTo } from './interval.ts';

test('intervals are cut to spans and dropped outside of them', () => {
  const intervals = [
    { from: 0, to: 10, status: 'a' },
    { from: 10, to: 20, status: 'b' },
    { from: 20, to: 30, status: 'c' },
  ];
  expect(
    cutTo(intervals, [
      { from: 5, to: 12 },
      { from: 30, to: 40 },
    ]),
  ).toEqual([
    { from: 5, to: 10, status: 'a' },
    { from: 10, to: 12, status: 'b' },
  ]);
  expect(cutTo(intervals, [])).toEqual([]);
});
