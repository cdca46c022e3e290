import { describe, expect, test } from 'vitest';
import { nextAt, phaseMs } from './poll-offset.ts';
import { formatSkew, pauseMs, retryAfterOf, skewOf } from './send-batches.ts';

describe('an agent', () => {
  test('measures its clock skew, less the whole second and the duration of the request', () => {
    const date = 'Wed, 30 Mar 2022 13:20:00 GMT';
    const serverTime = Date.parse(date);
    expect(skewOf(date, serverTime + 900, serverTime + 1_100)).toBe(0);
    expect(skewOf(date, serverTime - 3_000, serverTime + 100)).toBe(0);
    expect(skewOf(date, serverTime + 61_000, serverTime + 61_100)).toBe(60_000);
    expect(skewOf(date, serverTime - 61_000, serverTime - 60_000)).toBe(-60_000);
    expect(skewOf(null, 0, 1)).toBe(0);
    expect(formatSkew(5_000)).toBeNull();
    expect(formatSkew(-7_000)).toContain('7 s behind');
  });

  test('waits longer with each failure in a row, or as long as Retry-After asks for, within limits', () => {
    expect([0, 1, 2, 50].map((failures) => pauseMs(failures, null))).toEqual([1_000, 2_000, 4_000, 30_000]);
    const pauseFor = (failures: number, retryAfter: string) =>
      pauseMs(failures, retryAfterOf(new Headers({ 'retry-after': retryAfter }), 0));
    expect([pauseFor(3, '2'), pauseFor(0, '0'), pauseFor(0, '120'), pauseFor(0, '3600'), pauseFor(1, 'soon')]).toEqual([
      2_000, 1_000, 120_000, 600_000, 2_000,
    ]);
  });

  test('honours Retry-After as an HTTP date, relative to the Date of the response', () => {
    const now = Date.parse('2022-03-30T13:20:00Z');
    const retryAfter = (text: string, date?: string) =>
      retryAfterOf(new Headers({ 'retry-after': text, ...(date ? { date } : {}) }), now);
    expect(retryAfter('Wed, 30 Mar 2022 13:20:40 GMT')).toBe(40_000);
    expect(retryAfter('Wednesday, 30-Mar-22 13:20:40 GMT')).toBe(40_000);
    expect(retryAfter('Wed, 30 Mar 2022 13:20:40 GMT', 'Wed, 30 Mar 2022 13:20:10 GMT')).toBe(30_000);
    expect(retryAfter('Wed, 30 Mar 2022 13:19:00 GMT')).toBe(0);
    expect(pauseMs(5, retryAfter('Wed, 30 Mar 2022 13:20:40 GMT'))).toBe(40_000);
    for (const text of ['Wed, 99 Mar 2022 13:20:40 GMT', '2022-03-30', '-5', '1e3', ''])
      expect(retryAfter(text)).toBeNull();
    expect(retryAfterOf(new Headers(), now)).toBeNull();
  });

  test('polls each target at a fixed offset and spreads them over the interval', () => {
    const phases = Array.from({ length: 240 }, (_, i) => phaseMs(`serving/srv-${i}`, 10_000));
    for (let second = 0; second < 10; second++)
      expect(phases.filter((phase) => Math.floor(phase / 1_000) === second).length).toBeGreaterThan(8);
    const at = nextAt('serving/srv-1', 10_000, 1_234_567);
    expect([at >= 1_234_567, at < 1_244_567, at % 10_000]).toEqual([true, true, phaseMs('serving/srv-1', 10_000)]);
    expect(nextAt('serving/srv-1', 10_000, at)).toBe(at);
  });
});
