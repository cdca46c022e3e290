import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY } from '#domain/measurement/policy';
import { chartSeries, chartSpan } from './instances-chart.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}:00Z`);
const clock = (t: number) => new Date(t).toISOString().slice(11, 16);
const step = (time: string, affected: number) => ({ at: at(time), value: { affected, known: 300 } });

test('the chart begins before the first episode and ends after the last, at round times', () => {
  const { from, to } = chartSpan({ from: at('13:20'), to: at('15:14') });
  expect([clock(from), clock(to)]).toEqual(['13:00', '16:00']);
});

describe('the series of a component', () => {
  const episodes = [
    { from: at('13:20'), to: at('14:30'), level: 3 as const },
    { from: at('15:06'), to: at('15:14'), level: 2 as const },
  ];
  const span = { from: at('13:00'), to: at('16:00') };
  const measured = { slug: 'serving', name: 'Serving', episodes, policies: [DEFAULT_POLICY] };

  test('has the share of affected instances, both thresholds, and the peak of each episode', () => {
    const fleet = [step('12:00', 1), step('13:20', 188), step('14:30', 0), step('15:08', 42), step('15:14', 0)];
    expect(chartSeries({ ...measured, fleet }, span)).toEqual({
      component: 'serving',
      name: 'Serving',
      steps: [
        { at: at('13:00'), millionths: 3_333, affected: 1, known: 300 },
        { at: at('13:20'), millionths: 626_666, affected: 188, known: 300 },
        { at: at('14:30'), millionths: 0, affected: 0, known: 300 },
        { at: at('15:08'), millionths: 140_000, affected: 42, known: 300 },
        { at: at('15:14'), millionths: 0, affected: 0, known: 300 },
      ],
      partialAt: 100_000,
      majorAt: 500_000,
      episodes: [
        { ...episodes[0], peak: { at: at('13:20'), millionths: 626_666 } },
        { ...episodes[1], peak: { at: at('15:08'), millionths: 140_000 } },
      ],
    });
  });

  test('has the thresholds in force when the first episode began', () => {
    const policies = [DEFAULT_POLICY, { ...DEFAULT_POLICY, version: 2, effectiveFrom: at('13:30'), majorAt: 600_000 }];
    expect(chartSeries({ ...measured, fleet: [], policies }, span).majorAt).toBe(500_000);
    const earlier = policies.map((policy) => ({
      ...policy,
      effectiveFrom: Math.min(policy.effectiveFrom, at('13:10')),
    }));
    expect(chartSeries({ ...measured, fleet: [], policies: earlier }, span).majorAt).toBe(600_000);
  });

  test('has at most 400 steps, and keeps the highest', () => {
    const fleet = Array.from({ length: 5_000 }, (_, i) => ({
      at: span.from + i * 2_000,
      value: { affected: i === 2_345 ? 299 : i % 7, known: 300 },
    }));
    const { steps } = chartSeries({ ...measured, fleet }, span);
    expect(steps.length).toBeLessThanOrEqual(400);
    expect(Math.max(...steps.map(({ affected }) => affected))).toBe(299);
    expect(steps.map((one) => one.at)).toEqual(steps.map((one) => one.at).toSorted((a, b) => a - b));
  });
});
