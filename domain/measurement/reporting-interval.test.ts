import { describe, expect, test } from 'vitest';
import { reportingIntervalMs, tooSeldom } from './reporting-interval.ts';

describe('the reporting interval of an agent', () => {
  test('is the usual gap between probes of one instance, despite lost or late probes', () => {
    expect(
      reportingIntervalMs([
        [0, 10_020, 20_000, 60_000],
        [5, 9_990, 20_010],
      ]),
    ).toBe(10_000);
    expect(reportingIntervalMs([[0, 250, 500]])).toBe(250);
  });

  test('is not known if no instance has two probes', () => {
    expect(reportingIntervalMs([[], [7]])).toBeNull();
  });

  test('must fit three times into silenceAfter', () => {
    const reporting = [
      { source: 'agent-a', intervalMs: 10_000 },
      { source: 'agent-b', intervalMs: 11_000 },
    ];
    expect(tooSeldom(reporting, 30_000)).toEqual([{ source: 'agent-b', intervalMs: 11_000 }]);
    expect(tooSeldom(reporting, 33_000)).toEqual([]);
  });
});
