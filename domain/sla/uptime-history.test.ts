import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Status } from '#domain/measurement/status';
import type { Interval } from '#domain/time/interval';
import { historyPeriod, monthsOf, yearsOf } from './uptime-history.ts';

const RULES = { targetMillionths: 999_000, coverageFloor: 500_000 };
const T = (text: string) => Date.parse(`${text}Z`);
const iso = (t: number) => new Date(t).toISOString().slice(0, 10);

describe('the history of a component', () => {
  test('lists the calendar months and years that overlap a span, newest first', () => {
    const span = { from: T('2021-12-31T23:59:59.999'), to: T('2022-03-01T00:00') };
    expect(monthsOf(span).map((m) => iso(m.from))).toEqual(['2022-02-01', '2022-01-01', '2021-12-01']);
    expect(yearsOf(span).map((y) => iso(y.from))).toEqual(['2022-01-01', '2021-01-01']);
  });

  test('March 2022: the listed outages add up to the downtime and the consumed error budget', () => {
    const intervals: Interval<Status>[] = [
      { from: T('2022-02-01T00:00'), to: T('2022-03-30T13:20'), status: 'operational' },
      { from: T('2022-03-30T13:20'), to: T('2022-03-30T14:30'), status: 'major_outage' },
      { from: T('2022-03-30T14:30'), to: T('2022-03-30T15:06'), status: 'operational' },
      { from: T('2022-03-30T15:06'), to: T('2022-03-30T15:14'), status: 'partial_outage' },
      { from: T('2022-03-30T15:14'), to: T('2022-05-01T00:00'), status: 'operational' },
    ];
    const march = historyPeriod(
      intervals,
      { from: T('2022-03-01T00:00'), to: T('2022-04-01T00:00') },
      RULES,
      T('2022-05-01T00:00'),
    );
    expect(march).toMatchObject({
      uptimeMillionths: 998_252,
      downMs: 4_680_000,
      met: false,
      budget: { budgetMs: 2_678_400, consumedMillionths: 1_747_312 },
    });
    expect(march.outages.map((o) => o.to - o.from)).toEqual([4_200_000, 480_000]);
  });

  // Staged rollbacks and partial failovers change the level of an outage. Google Cloud and Cloudflare list such an outage as one incident.
  test('a run of outage statuses is one outage with its worst status, whatever its levels', () => {
    const at = (minute: number) => T('2022-03-30T12:00') + minute * 60_000;
    const LEVELS: Status[] = [
      'partial_outage',
      'major_outage',
      'partial_outage',
      'degraded_performance',
      'partial_outage',
      'unknown',
      'major_outage',
    ];
    const intervals = LEVELS.map((status, i) => ({ from: at(i), to: at(i + 1), status }));
    const { outages } = historyPeriod(
      intervals,
      { from: T('2022-03-01T00:00'), to: T('2022-04-01T00:00') },
      RULES,
      at(8),
    );
    expect(outages).toEqual([
      { from: at(0), to: at(3), status: 'major_outage' },
      { from: at(4), to: at(5), status: 'partial_outage' },
      { from: at(6), to: at(7), status: 'major_outage' },
    ]);
  });

  test('an outage across the end of a month counts in both, cut there', () => {
    const midnight = T('2022-04-01T00:00');
    const intervals: Interval<Status>[] = [
      { from: midnight - 60_000, to: midnight + 30_000, status: 'partial_outage' },
      { from: midnight + 30_000, to: midnight + 60_000, status: 'major_outage' },
    ];
    const april = historyPeriod(intervals, { from: midnight, to: T('2022-05-01T00:00') }, RULES, midnight + 90_000);
    expect(april.outages).toEqual([{ from: midnight, to: midnight + 60_000, status: 'major_outage' }]);
  });

  test('months add up to their year for random intervals', () => {
    const year = { from: T('2022-01-01T00:00'), to: T('2023-01-01T00:00') };
    const statuses: Status[] = [
      'operational',
      'degraded_performance',
      'partial_outage',
      'major_outage',
      'unknown',
      'not_monitored',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 40 * 86_400_000 }), fc.constantFrom(...statuses)), {
          maxLength: 40,
        }),
        (parts) => {
          let at = year.from - 86_400_000;
          const intervals = parts.map(([ms, status]) => ({ from: at, to: (at += ms), status }));
          const whole = historyPeriod(intervals, year, RULES, year.to);
          const months = monthsOf(year).map((month) => historyPeriod(intervals, month, RULES, year.to));
          for (const key of ['upMs', 'downMs', 'degradedMs', 'unknownMs'] as const)
            expect(months.reduce((sum, m) => sum + m[key], 0)).toBe(whole[key]);
          for (const m of months) expect(m.outages.reduce((sum, o) => sum + o.to - o.from, 0)).toBe(m.downMs);
        },
      ),
    );
  });
});
