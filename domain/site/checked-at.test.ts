import { expect, test } from 'vitest';
import { checkedAt } from './checked-at.ts';

const NOW = 1_000_000;
const of = (change: Partial<Parameters<typeof checkedAt>[0]>) =>
  checkedAt({
    generatedAt: NOW,
    latestObservedAt: NOW - 5_000,
    overall: 'operational',
    components: [{ evaluatedUntil: NOW - 900 }, { evaluatedUntil: null }],
    ...change,
  });

test('the status was last checked at the newest probe', () => {
  expect(of({})).toBe(NOW - 5_000);
  expect(of({ latestObservedAt: NOW - 90_000 })).toBe(NOW - 90_000);
});

test('the status was last checked by the evaluation if sources report only changes', () => {
  expect(of({ latestObservedAt: NOW - 90_001 })).toBe(NOW - 900);
  expect(of({ latestObservedAt: NOW - 90_001, components: [] })).toBe(NOW - 90_001);
});

test('an unknown status is not checked by the evaluation', () => {
  expect(of({ latestObservedAt: NOW - 90_001, overall: 'unknown' })).toBe(NOW - 90_001);
  expect(of({ latestObservedAt: NOW - 90_001, overall: 'not_monitored' })).toBe(NOW - 90_001);
});

test('nothing was checked before the first probe', () => {
  expect(of({ latestObservedAt: null })).toBeNull();
});
