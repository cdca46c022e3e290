import { expect, test } from 'vitest';
import { dayAt, daysBetween, startOfDay } from './day.ts';

test('a day begins at midnight UTC and contains its last millisecond', () => {
  expect(startOfDay('2022-03-30')).toBe(Date.UTC(2022, 2, 30));
  expect(dayAt(Date.UTC(2022, 2, 30))).toBe('2022-03-30');
  expect(dayAt(Date.UTC(2022, 2, 31) - 1)).toBe('2022-03-30');
});

test('days are counted across months, in both directions', () => {
  expect(daysBetween('2026-11-20', '2026-11-27')).toBe(7);
  expect(daysBetween('2026-02-28', '2026-03-01')).toBe(1);
  expect(daysBetween('2026-03-01', '2026-02-28')).toBe(-1);
  expect(daysBetween('2026-03-01', '2026-03-01')).toBe(0);
});
