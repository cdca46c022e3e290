import { describe, expect, test } from 'vitest';
import type { Status } from '#domain/measurement/status';
import { STATUSES } from '#domain/measurement/status';
import { overallStatus, worstOf } from './summary.ts';

const WORST_FIRST: Status[] = [
  'major_outage',
  'partial_outage',
  'degraded_performance',
  'unknown',
  'not_monitored',
  'operational',
];
const pairs = STATUSES.flatMap((a) =>
  STATUSES.map((b): [Status, Status, Status] => [a, b, WORST_FIRST.find((s) => s === a || s === b) as Status]),
);

describe('the overall status', () => {
  test.each(pairs)('of %s and %s is %s', (a, b, expected) => {
    expect(overallStatus([a, b])).toBe(expected);
  });

  test('without components is not monitored', () => {
    expect(overallStatus([])).toBe('not_monitored');
  });

  test('of a day is its worst interval', () => {
    const intervals = STATUSES.slice(0, 3).map((status, i) => ({ from: i, to: i + 1, status }));
    expect(worstOf(intervals)).toBe('partial_outage');
    const of = (...statuses: Status[]) => worstOf(statuses.map((status, i) => ({ from: i, to: i + 1, status })));
    expect([
      of('operational', 'unknown'),
      of('unknown', 'not_monitored'),
      of('not_monitored'),
      of('degraded_performance', 'unknown'),
    ]).toEqual(['operational', 'unknown', 'not_monitored', 'degraded_performance']);
  });
});
