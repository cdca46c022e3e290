import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthOf, yearOf } from '#domain/time/calendar';
import type { Interval, Span, Step } from '#domain/time/interval';
import { toIntervals, union } from '#domain/time/interval';
import type { Status } from './status.ts';
import { STATUSES } from './status.ts';
import { budget, figures, formatPercent, hasEnoughData, totals } from './uptime.ts';

const at = (time: string) => Date.parse(`2022-03-30T${time}Z`);

/** The event of 30 March 2022 within `period`; the rest is operational. */
function worked(period: Span): Interval<Status>[] {
  const steps: Step<Status>[] = [
    { at: period.from, value: 'operational' },
    { at: at('13:20:00'), value: 'major_outage' },
    { at: at('14:30:00'), value: 'operational' },
    { at: at('15:06:00'), value: 'partial_outage' },
    { at: at('15:14:00'), value: 'operational' },
  ];
  return toIntervals(steps, period, 'not_monitored');
}

describe('the worked example of 30 March 2022', () => {
  const month = monthOf(at('00:00:00'));
  const year = yearOf(at('00:00:00'));

  test('counts 4,680,000 ms down in March: 99.825 %, target missed', () => {
    const sum = totals(worked(month), month);
    expect(sum).toEqual({ upMs: 2_673_720_000, downMs: 4_680_000, degradedMs: 0, unknownMs: 0, excludedMs: 0 });
    const all = 998_252;
    expect(figures(sum, 999_000)).toEqual({
      uptimeMillionths: all,
      lowestMillionths: all,
      highestMillionths: all,
      coverageMillionths: 1_000_000,
      met: false,
    });
    expect(formatPercent(all, sum.downMs)).toBe('99.825 %');
  });

  test('consumes 174.7 % of the budget of March, rounded up to millionths', () => {
    const spent = budget(totals(worked(month), month), month, 999_000);
    expect(spent).toEqual({ budgetMs: 2_678_400, consumedMs: 4_680_000, consumedMillionths: 1_747_312 });
  });

  test('leaves the year 2022 at 999,851 millionths, target met', () => {
    const found = figures(totals(worked(year), year), 999_000);
    expect(found).toMatchObject({ uptimeMillionths: 999_851, met: true });
  });
});

describe('totals and ratios', () => {
  const window = { from: 0, to: 1_000_000 };
  const sumOf = (upMs: number, downMs: number, unknownMs = 0) => ({
    upMs,
    downMs,
    degradedMs: 0,
    unknownMs,
    excludedMs: 0,
  });

  test('degraded time is a part of up time unless the policy counts it', () => {
    const intervals: Interval<Status>[] = [{ from: 0, to: 400, status: 'degraded_performance' }];
    expect(totals(intervals, window)).toMatchObject({ upMs: 400, degradedMs: 400, downMs: 0 });
    expect(totals(intervals, window, [], ['degraded_performance'])).toMatchObject({
      upMs: 0,
      degradedMs: 0,
      downMs: 400,
    });
  });

  test('an outage that the policy does not count is up and degraded', () => {
    const intervals: Interval<Status>[] = [{ from: 0, to: 400, status: 'partial_outage' }];
    expect(totals(intervals, window, [], ['major_outage'])).toMatchObject({ upMs: 400, degradedMs: 400, downMs: 0 });
  });

  test('there is no uptime without known time', () => {
    expect(figures(sumOf(0, 0, 5), 999_000)).toMatchObject({
      uptimeMillionths: null,
      met: null,
      coverageMillionths: 0,
      lowestMillionths: 0,
      highestMillionths: 1_000_000,
    });
    expect(figures(sumOf(0, 0), 999_000)).toMatchObject({
      uptimeMillionths: null,
      coverageMillionths: null,
      lowestMillionths: null,
    });
  });

  test('the target is met exactly at its limit and missed one millisecond beyond', () => {
    expect(figures(sumOf(999_000, 1_000), 999_000).met).toBe(true);
    expect(figures(sumOf(998_999, 1_001), 999_000).met).toBe(false);
  });

  test('a target of 100 % has no budget and is missed by one millisecond', () => {
    expect(budget(sumOf(999_999, 1), window, 1_000_000)).toEqual({
      budgetMs: 0,
      consumedMs: 1,
      consumedMillionths: null,
    });
    expect(figures(sumOf(2_678_399_999, 1), 1_000_000)).toMatchObject({ met: false, uptimeMillionths: 999_999 });
  });

  test('exclusions shrink the budget of the whole period', () => {
    const intervals: Interval<Status>[] = [{ ...window, status: 'operational' }];
    const sum = totals(intervals, window, [{ from: 0, to: 500_000 }]);
    expect(budget(sum, window, 999_000).budgetMs).toBe(500);
  });

  test('percentages are floored to three decimals, and 100 % means no downtime', () => {
    expect([1_000_000, 999_999, 998_259, 5, 0].map((share) => formatPercent(share, 0))).toEqual([
      '100 %',
      '99.999 %',
      '99.825 %',
      '0.000 %',
      '0.000 %',
    ]);
    expect(formatPercent(1_000_000, 1)).toBe('99.999 %');
  });
});

const LENGTH = 10_000;
const bounds = fc
  .uniqueArray(fc.integer({ min: 0, max: LENGTH }), { minLength: 2, maxLength: 12 })
  .map((cuts) => cuts.sort((a, b) => a - b));
const intervalSet: fc.Arbitrary<Interval<Status>[]> = fc
  .tuple(bounds, fc.array(fc.constantFrom(...STATUSES), { minLength: 12, maxLength: 12 }))
  .map(([cuts, statuses]) =>
    cuts.slice(1).map((to, i) => ({ from: cuts[i] as number, to, status: statuses[i] as Status })),
  );
const span: fc.Arbitrary<Span> = fc
  .tuple(fc.nat(LENGTH), fc.nat(LENGTH))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const spans = fc.array(span, { maxLength: 5 });
const seed = 20_220_330;

describe(`totals of random histories (seed ${seed})`, () => {
  test('every figure lies between 0 and the window, and their sum does not exceed it', () => {
    fc.assert(
      fc.property(intervalSet, span, spans, (intervals, window, exclusions) => {
        const sum = totals(intervals, window, exclusions);
        const monitored = totals(intervals, window);
        for (const ms of Object.values(sum)) expect(ms).toBeGreaterThanOrEqual(0);
        expect(sum.degradedMs).toBeLessThanOrEqual(sum.upMs);
        expect(sum.downMs).toBeLessThanOrEqual(window.to - window.from);
        expect(sum.upMs + sum.downMs + sum.unknownMs + sum.excludedMs).toBe(
          monitored.upMs + monitored.downMs + monitored.unknownMs,
        );
      }),
      { seed },
    );
  });

  test('agree with counting one millisecond after another', () => {
    fc.assert(
      fc.property(intervalSet, span, spans, (intervals, window, exclusions) => {
        let downMs = 0;
        for (let t = window.from; t < window.to; t++) {
          if (exclusions.some((e) => e.from <= t && t < e.to)) continue;
          const status = intervals.find((i) => i.from <= t && t < i.to)?.status;
          if (status === 'partial_outage' || status === 'major_outage') downMs++;
        }
        expect(totals(intervals, window, exclusions).downMs).toBe(downMs);
      }),
      { seed, numRuns: 40 },
    );
  });

  test('do not depend on the order of intervals, nor on overlaps among exclusions', () => {
    fc.assert(
      fc.property(intervalSet, span, spans, (intervals, window, exclusions) => {
        expect(totals([...intervals].reverse(), window, [...exclusions].reverse())).toEqual(
          totals(intervals, window, union(exclusions)),
        );
      }),
      { seed },
    );
  });

  test('of two halves of a window add up to those of the whole', () => {
    fc.assert(
      fc.property(intervalSet, span, fc.nat(LENGTH), spans, (intervals, window, cut, exclusions) => {
        const middle = Math.min(Math.max(cut, window.from), window.to);
        const [a, b] = [
          totals(intervals, { from: window.from, to: middle }, exclusions),
          totals(intervals, { from: middle, to: window.to }, exclusions),
        ];
        const whole = totals(intervals, window, exclusions);
        expect([a.upMs + b.upMs, a.downMs + b.downMs, a.unknownMs + b.unknownMs]).toEqual([
          whole.upMs,
          whole.downMs,
          whole.unknownMs,
        ]);
      }),
      { seed },
    );
  });

  test('uptime lies between the lowest and the highest that unknown time allows', () => {
    const sums = fc.record({
      upMs: fc.nat(),
      downMs: fc.nat(),
      unknownMs: fc.nat(),
      degradedMs: fc.constant(0),
      excludedMs: fc.constant(0),
    });
    fc.assert(
      fc.property(sums, (sum) => {
        const { uptimeMillionths, lowestMillionths, highestMillionths } = figures(sum, 999_000);
        if (uptimeMillionths === null) return;
        expect(lowestMillionths).toBeLessThanOrEqual(uptimeMillionths);
        expect(highestMillionths).toBeGreaterThanOrEqual(uptimeMillionths);
        if (sum.downMs > 0) expect(formatPercent(uptimeMillionths, sum.downMs)).not.toBe('100 %');
      }),
      { seed },
    );
  });
});

describe('a figure is shown', () => {
  const DAY = 86_400_000;
  const FLOOR = 500_000;
  const sum = (observedMs: number, unknownMs = 0) => ({
    upMs: observedMs,
    downMs: 0,
    degradedMs: 0,
    unknownMs,
    excludedMs: 0,
  });
  const month = { from: 0, to: 31 * DAY };

  // For example a component that is 37 s old, one added at noon of the last day of a month, or an agent absent for most of the month.
  test('of a window once it has a day of data and enough coverage', () => {
    expect([37_000, DAY / 2, DAY - 1, DAY].map((ms) => hasEnoughData(sum(ms), month, FLOOR))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect([
      hasEnoughData(sum(10 * DAY, 10 * DAY), month, FLOOR),
      hasEnoughData(sum(10 * DAY, 10 * DAY + 1), month, FLOOR),
    ]).toEqual([true, false]);
    expect(hasEnoughData(sum(0, DAY), month, 0)).toBe(false);
  });

  test('of a day if enough of that day was monitored', () => {
    const day = { from: 0, to: DAY };
    expect([DAY / 2 - 1, DAY / 2, DAY].map((ms) => hasEnoughData(sum(ms), day, FLOOR))).toEqual([false, true, true]);
    expect(hasEnoughData(sum(37_000), day, 0)).toBe(true);
  });
});
