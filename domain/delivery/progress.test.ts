import { expect, test } from 'vitest';
import { reached, totalOf } from './progress.ts';

const MINUTE = 60_000;
const counts = { sent: 206, waiting: 0, deferred: 3, suppressed: 4, dead: 1 };
const sentAfter = (ms: number | null) => ({
  ...counts,
  publishedAt: 1_000,
  lastSentAt: ms === null ? null : 1_000 + ms,
});

test('reached is the share of all recipients, rounded down, with the time of the last message rounded up', () => {
  expect(totalOf(counts)).toBe(214);
  expect(reached(sentAfter(3 * MINUTE + 1))).toEqual({ percent: 96, withinMs: 4 * MINUTE });
  expect(reached(sentAfter(8_200))).toEqual({ percent: 96, withinMs: 9_000 });
  expect(reached(sentAfter(0))?.withinMs).toBe(1_000);
  expect(reached({ ...sentAfter(9_000), sent: 999, dead: 1, deferred: 0, suppressed: 0 })?.percent).toBe(99);
  expect(reached({ ...sentAfter(9_000), dead: 0, deferred: 0, suppressed: 0 })?.percent).toBe(100);
});

test('reached has no time before the first message, and is nothing without recipients', () => {
  expect(reached({ ...sentAfter(null), sent: 0 })).toEqual({ percent: 0, withinMs: null });
  expect(reached({ ...sentAfter(null), sent: 0, deferred: 0, suppressed: 0, dead: 0 })).toBeNull();
});
