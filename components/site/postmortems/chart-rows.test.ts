import { expect, test } from 'vitest';
import { chartRows } from './chart-rows.ts';

const MINUTE = 60_000;
const step = (minute: number, affected: number, known = 10) => ({
  at: minute * MINUTE,
  millionths: known === 0 ? 0 : (affected * 1_000_000) / known,
  affected,
  known,
});
const rowsOf = (steps: ReturnType<typeof step>[], minutes: number) =>
  chartRows({ steps }, { from: 0, to: minutes * MINUTE }).map(({ at, highest }) => [at / MINUTE, highest?.affected]);

test('rows have the highest share of their time, and those without a change are left out', () => {
  expect(rowsOf([step(0, 0), step(10, 4), step(20, 0)], 60)).toEqual([
    [0, 0],
    [10, 4],
    [20, 0],
  ]);
  expect(rowsOf([step(0, 0), step(11, 6), step(12, 0)], 240)).toEqual([
    [0, 0],
    [10, 6],
    [15, 0],
  ]);
});

test('a step lasts until the next one, also over several rows', () => {
  expect(rowsOf([step(0, 2), step(90, 0)], 120)).toEqual([
    [0, 2],
    [90, 0],
  ]);
});

test('a time without known instances has no share', () => {
  expect(rowsOf([step(0, 1), step(10, 0, 0), step(20, 1)], 30)).toEqual([
    [0, 1],
    [10, undefined],
    [20, 1],
  ]);
});

test('a long time has few rows', () => {
  const steps = Array.from({ length: 500 }, (_, i) => step(i * 60, i % 9));
  expect(rowsOf(steps, 500 * 60).length).toBeLessThanOrEqual(60);
});
