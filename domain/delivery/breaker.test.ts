import { describe, expect, test } from 'vitest';
import { decideFanOut, isForgotten, isTooLate } from './breaker.ts';

const HOUR = 3_600_000;
const event = { createdAt: 0, notifies: true };
const facts = { now: 1_000, isPaused: false, recentMessages: 0, activeSubscribers: 100 };

test('an event is sent up to an hour after its publication', () => {
  expect(decideFanOut(event, { ...facts, now: HOUR })).toBe('send');
  expect(decideFanOut(event, { ...facts, now: HOUR + 1 })).toBe('too_old');
});

test('an event that notifies no one is silent, however old', () => {
  expect(decideFanOut({ ...event, notifies: false }, { ...facts, now: 9 * HOUR })).toBe('silent');
});

test('while sending is paused, every event waits', () => {
  for (const notifies of [true, false])
    expect(decideFanOut({ ...event, notifies }, { ...facts, isPaused: true, now: 9 * HOUR })).toBe('wait');
});

test('more than 20 messages per subscriber within an hour pause sending', () => {
  expect(decideFanOut(event, { ...facts, recentMessages: 2_000 })).toBe('send');
  expect(decideFanOut(event, { ...facts, recentMessages: 2_001 })).toBe('pause');
});

test('a thousand messages within an hour are normal with few subscribers too', () => {
  expect(decideFanOut(event, { ...facts, activeSubscribers: 1, recentMessages: 1_000 })).toBe('send');
  expect(decideFanOut(event, { ...facts, activeSubscribers: 1, recentMessages: 1_001 })).toBe('pause');
});

describe('a delivery that was due', () => {
  test('before workers resumed is tried for the first time up to an hour late, and again up to a day', () => {
    const isLate = (tries: number, now: number) => isTooLate({ tries, dueAt: 0 }, { now, resumedAt: 1 });
    expect([isLate(1, HOUR), isLate(1, HOUR + 1)]).toEqual([false, true]);
    expect([isLate(2, 24 * HOUR), isLate(2, 24 * HOUR + 1)]).toEqual([false, true]);
  });

  test('while workers were running is never too late', () => {
    for (const tries of [1, 2]) expect(isTooLate({ tries, dueAt: 0 }, { now: 100 * HOUR, resumedAt: 0 })).toBe(false);
  });
});

test('what a person asked for is sent up to a day late', () => {
  expect(isForgotten(0, 24 * HOUR)).toBe(false);
  expect(isForgotten(0, 24 * HOUR + 1)).toBe(true);
});
