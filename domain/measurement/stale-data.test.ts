import { expect, test } from 'vitest';
import { isStaleData } from './stale-data.ts';

// For example a laptop that was asleep, a network that drops requests without an error, or a browser that is offline.
test('data is stale once three answers are missing, for whatever reason', () => {
  const at = (ageMs: number) => isStaleData({ answeredAt: 1_000_000, now: 1_000_000 + ageMs, everyMs: 5_000 });
  expect([0, 5_000, 15_000, 15_001, 60_000, 8 * 3_600_000].map(at)).toEqual([false, false, false, true, true, true]);
  expect(at(-3_600_000)).toBe(false); // the clock of the browser was set back
});
