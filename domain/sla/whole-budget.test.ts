import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wholeBudget } from './whole-budget.ts';

const MINUTE = 60_000;
const inMinutes = (budgetMs: number, downMs: number) => {
  const { allowedMs, usedMs, leftMs } = wholeBudget(budgetMs, downMs);
  return [allowedMs, usedMs, leftMs].map((ms) => ms / MINUTE);
};

describe('an error budget in whole minutes', () => {
  test('rounds what is used up and what is allowed down, and the rest is their difference', () => {
    expect(inMinutes(43.2 * MINUTE, 6.9 * MINUTE)).toEqual([43, 7, 36]);
    expect(inMinutes(43.2 * MINUTE, 1_000)).toEqual([43, 1, 42]);
    expect(inMinutes(43.2 * MINUTE, 0)).toEqual([43, 0, 43]);
    expect(inMinutes(44.6 * MINUTE, 70 * MINUTE)).toEqual([44, 70, -26]);
  });

  test('is over only if the exact one is', () => {
    expect(inMinutes(43.2 * MINUTE, 43.1 * MINUTE)).toEqual([43, 43, 0]);
    const ms = fc.integer({ min: 0, max: 40 * 1_440 * MINUTE });
    fc.assert(
      fc.property(ms, ms, (budgetMs, downMs) => {
        const { allowedMs, usedMs, leftMs } = wholeBudget(budgetMs, downMs);
        expect(leftMs).toBe(allowedMs - usedMs);
        expect(leftMs < 0).toBe(downMs > budgetMs);
      }),
    );
  });
});
