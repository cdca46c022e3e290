import { expect, test } from 'vitest';
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

test('a first try is made up to an hour late, a retry up to a day', () => {
  expect(isTooLate({ tries: 1, dueAt: 0 }, HOUR)).toBe(false);
  expect(isTooLate({ tries: 1, dueAt: 0 }, HOUR + 1)).toBe(true);
  expect(isTooLate({ tries: 2, dueAt: 0 }, 24 * HOUR)).toBe(false);
  expect(isTooLate({ tries: 2, dueAt: 0 }, 24 * HOUR + 1)).toBe(true);
});

test('what a person asked for is sent up to a day late', () => {
  expect(isForgotten(0, 24 * HOUR)).toBe(false);
  expect(isForgotten(0, 24 * HOUR + 1)).toBe(true);
});
