import { expect, test } from 'vitest';
import type { IncidentState } from './incident.ts';
import { promiseStates, standingPromise } from './promise.ts';

const word = (publishedAt: number, nextUpdateBy: number | null = null, state: IncidentState = 'identified') => ({
  state,
  publishedAt,
  nextUpdateBy,
  isAutomatic: false,
});
const automatic = (publishedAt: number, state: IncidentState = 'identified') => ({
  ...word(publishedAt, null, state),
  isAutomatic: true,
});

test('a promise is kept by the next word, up to its very moment', () => {
  expect(promiseStates([word(0, 30), word(30, 60), word(61)], 100)).toEqual(['kept', 'missed', null]);
});

test('of the newest word it is due while there is time, then missed', () => {
  expect([30, 31].map((now) => promiseStates([word(0, 30)], now))).toEqual([['due'], ['missed']]);
  expect(promiseStates([word(0)], 100)).toEqual([null]);
});

test('the newest word says what stands, in whatever order words are listed', () => {
  expect(standingPromise([word(5, 50), word(0, 30)])).toBe(50);
  expect(standingPromise([word(5), word(0, 30)])).toBeNull();
  expect(standingPromise([])).toBeNull();
});

test.each(['resolved', 'postmortem'] as const)(
  'a word that the incident is %s promises none, whatever it carries',
  (state) => {
    expect(promiseStates([word(0, 30), word(10, 60, state)], 100)).toEqual(['kept', null]);
    expect(standingPromise([word(0, 30), word(10, 60, state)])).toBeNull();
  },
);

test('what monitoring says neither keeps the promise of a person nor takes it back, unless it says that it is over', () => {
  expect(promiseStates([word(0, 30), automatic(10)], 31)).toEqual(['missed', null]);
  expect(promiseStates([word(0, 30), automatic(10), word(20)], 31)).toEqual(['kept', null, null]);
  expect(standingPromise([word(0, 30), automatic(10)])).toBe(30);
  expect(promiseStates([word(0, 30), automatic(10, 'resolved')], 31)).toEqual(['kept', null]);
  expect(standingPromise([word(0, 30), automatic(10, 'resolved')])).toBeNull();
});
