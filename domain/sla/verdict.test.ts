import { expect, test } from 'vitest';
import { verdictOf } from './verdict.ts';

const RUNNING = { met: true, to: 200, evaluatedUntil: 100 };
const CLOSED = { ...RUNNING, evaluatedUntil: 200 };
const budget = (consumedMillionths: number | null) => ({ budgetMs: 1, consumedMs: 1, consumedMillionths });

test('a running period is met so far, at risk from three quarters of its error budget, and missed above it', () => {
  expect(verdictOf(RUNNING, budget(749_999))).toBe('met_so_far');
  expect(verdictOf(RUNNING, budget(750_000))).toBe('at_risk');
  expect(verdictOf(RUNNING, budget(1_000_000))).toBe('at_risk');
  expect(verdictOf(RUNNING, budget(1_000_001))).toBe('missed');
});

test('a running period below its target is at risk while error budget is left', () => {
  expect(verdictOf({ ...RUNNING, met: false }, budget(200_000))).toBe('at_risk');
  expect(verdictOf({ ...RUNNING, met: false }, budget(1_000_001))).toBe('missed');
});

test('a running period with a target of 100 % is missed by any downtime', () => {
  expect(verdictOf(RUNNING, budget(null))).toBe('met_so_far');
  expect(verdictOf({ ...RUNNING, met: false }, budget(null))).toBe('missed');
});

test('a closed period and a window without error budget are met or missed', () => {
  expect(verdictOf(CLOSED, budget(999_999))).toBe('met');
  expect(verdictOf({ ...CLOSED, met: false }, budget(1_000_001))).toBe('missed');
  expect(verdictOf(RUNNING, null)).toBe('met');
  expect(verdictOf({ ...RUNNING, met: false }, null)).toBe('missed');
});

test('a period without data is neither met nor missed', () => {
  expect(verdictOf({ ...RUNNING, met: null }, budget(0))).toBeNull();
});
