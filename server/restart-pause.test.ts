import { expect, test } from 'vitest';
import { createRestartPause } from './restart-pause.ts';

test('the pause before a restart doubles up to its limit, and begins again after a stable run', () => {
  const pauseAfter = createRestartPause({ firstMs: 500, maxMs: 3_000, stableMs: 60_000 });
  expect([0, 10, 60_000, 0, 60_001, 0].map(pauseAfter)).toEqual([500, 1_000, 2_000, 3_000, 500, 1_000]);
});
