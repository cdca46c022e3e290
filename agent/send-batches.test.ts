import { describe, expect, test } from 'vitest';
import { nextAt, phaseMs } from './phase.ts';
import { formatSkew, pauseMs, skewOf } from './send-batches.ts';

describe('an agent', () => {
  test('knows how far its clock is off, less what whole seconds and the way there may hide', () => {
    const date = 'Wed, 30 Mar 2022 13:20:00 GMT';
    const told = Date.parse(date);
    expect(skewOf(date, told + 900, told + 1_100)).toBe(0);
    expect(skewOf(date, told - 3_000, told + 100)).toBe(0);
    expect(skewOf(date, told + 61_000, told + 61_100)).toBe(60_000);
    expect(skewOf(date, told - 61_000, told - 60_000)).toBe(-60_000);
    expect(skewOf(null, 0, 1)).toBe(0);
    expect(formatSkew(5_000)).toBeNull();
    expect(formatSkew(-7_000)).toContain('7 s behind');
  });

  test('waits longer with each failure in a row, or as long as it was asked to', () => {
    expect([0, 1, 2, 50].map((failures) => pauseMs(failures, null))).toEqual([1_000, 2_000, 4_000, 30_000]);
    expect([pauseMs(3, '2'), pauseMs(0, '0'), pauseMs(0, '120'), pauseMs(0, '3600'), pauseMs(1, 'soon')]).toEqual([
      2_000, 1_000, 120_000, 600_000, 2_000,
    ]);
  });

  test('spreads its targets over the interval, each always in the same place', () => {
    const phases = Array.from({ length: 240 }, (_, i) => phaseMs(`serving/srv-${i}`, 10_000));
    for (let second = 0; second < 10; second++)
      expect(phases.filter((phase) => Math.floor(phase / 1_000) === second).length).toBeGreaterThan(8);
    const at = nextAt('serving/srv-1', 10_000, 1_234_567);
    expect([at >= 1_234_567, at < 1_244_567, at % 10_000]).toEqual([true, true, phaseMs('serving/srv-1', 10_000)]);
    expect(nextAt('serving/srv-1', 10_000, at)).toBe(at);
  });
});
