import { beforeEach, describe, expect, test } from 'vitest';
import { AS_IN_PRODUCTION, testWorld } from '#server/test/database';
import { countAttempt, countTowardsLock, forgetAttempts } from './attempts.ts';

const T0 = Date.parse('2022-03-30T12:00:00Z');
const WINDOW_MS = 900_000;
const world = testWorld(T0, AS_IN_PRODUCTION);
const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const count = (ms: number, of = key) => countAttempt(world.ctx.staff, of, { now: T0 + ms, windowMs: WINDOW_MS });
const lock = (ms: number) => countTowardsLock(world.ctx.staff, key, { now: T0 + ms, windowMs: WINDOW_MS, triesMax: 3 });

beforeEach(() => forgetAttempts(world.ctx.staff, [key, other]));

describe('attempts', () => {
  test('are counted per key, within a window that starts with the first', async () => {
    expect([await count(0), await count(1), await count(WINDOW_MS - 1)]).toEqual([1, 2, 3]);
    expect(await count(2, other)).toBe(1);
    expect(await count(WINDOW_MS)).toBe(1);
    expect(await count(WINDOW_MS + 1)).toBe(2);
  });

  test('at the same time are all counted', async () => {
    const counts = await Promise.all(Array.from({ length: 20 }, () => count(0)));
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  test('are forgotten for the chosen keys only', async () => {
    await count(0);
    await count(0, other);
    await forgetAttempts(world.ctx.staff, [key]);
    expect([await count(1), await count(1, other)]).toEqual([1, 2]);
  });

  test('whose window has ended are deleted with the next one of any key', async () => {
    await count(0);
    await count(WINDOW_MS, other);
    const { rows } = await world.ctx.staff.query('SELECT key FROM attempt WHERE key = ANY($1)', [[key, other]]);
    expect(rows).toEqual([{ key: other }]);
  });

  test('towards a lock begin a whole window with the one that reaches the limit', async () => {
    const ends = (ms: number) => T0 + ms + WINDOW_MS;
    expect(await lock(0)).toEqual({ tries: 1, windowEndsAt: ends(0) });
    expect(await lock(1_000)).toEqual({ tries: 2, windowEndsAt: ends(0) });
    expect(await lock(2_000)).toEqual({ tries: 3, windowEndsAt: ends(2_000) });
    expect(await lock(WINDOW_MS)).toEqual({ tries: 4, windowEndsAt: ends(2_000) });
    expect(await lock(WINDOW_MS + 2_000)).toEqual({ tries: 1, windowEndsAt: ends(WINDOW_MS + 2_000) });
  });
});
