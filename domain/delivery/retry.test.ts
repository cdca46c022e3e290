import { expect, test } from 'vitest';
import { retryAt, SUBSCRIBER_TRIES_MAX } from './retry.ts';

const NOW = Date.parse('2022-03-30T13:20:00Z');
const pauseAfter = (tries: number, chance = 0.5, retryAfterMs: number | null = null) => {
  const at = retryAt({ tries, now: NOW, chance, retryAfterMs });
  return at === null ? null : (at - NOW) / 1_000;
};

test('a delivery is tried ten times within about three days', () => {
  const pauses = Array.from({ length: SUBSCRIBER_TRIES_MAX - 1 }, (_, i) => pauseAfter(i + 1));
  expect(pauses).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(pauseAfter(SUBSCRIBER_TRIES_MAX)).toBeNull();
});

test('pauses differ by up to a fifth', () => {
  expect([pauseAfter(2, 0), pauseAfter(2, 1)]).toEqual([240, 360]);
});

test('a receiver can ask for a longer pause, but not for a shorter one', () => {
  expect([pauseAfter(1, 0.5, 60_000), pauseAfter(2, 0.5, 1_000)]).toEqual([60, 300]);
});

test('a receiver cannot ask for a further try after the last one', () => {
  expect(pauseAfter(SUBSCRIBER_TRIES_MAX, 0.5, 60_000)).toBeNull();
});
