import { expect, test } from 'vitest';
import { CHART_RANGES, chartRange } from './chart-range.ts';

test('a query names its span of charts, and any other query means 24 hours', () => {
  expect(['7d', '31d', '24h', '', '8d', 'constructor', ['7d'], undefined].map(chartRange)).toEqual([
    '7d',
    '31d',
    ...Array(6).fill('24h'),
  ]);
});

test('a chart has 200 to 400 steps whatever its span', () => {
  const steps = Object.values(CHART_RANGES).map(({ days, stepMinutes }) => (days * 1_440) / stepMinutes);
  expect(steps.every((count) => count >= 200 && count <= 400)).toBe(true);
});
