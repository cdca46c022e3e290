import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { affectedInstances, affectedShare, peakWithin } from './affected-instances.ts';
import { instanceState, type SeriesState } from './component-status.ts';
import { STATES, type State } from './probe.ts';

const step = (at: number, value: State) => ({ at, value });
const shown = (series: SeriesState[], from = 0, to = 100) =>
  affectedInstances(series, { from, to }).map(({ at, value }) => [at, value.affected, value.known]);

describe('affected instances', () => {
  test('are those that are down, silent or stale, of those whose state is known', () => {
    const series: SeriesState[] = [
      { instance: 1, steps: [step(0, 'up'), step(20, 'down'), step(40, 'up')] },
      { instance: 2, steps: [step(0, 'degraded'), step(30, 'silent')] },
      { instance: 3, steps: [step(0, 'unknown'), step(50, 'stale'), step(60, 'retired')] },
    ];
    expect(shown(series)).toEqual([
      [0, 0, 2],
      [20, 1, 2],
      [30, 2, 2],
      [40, 1, 2],
      [50, 2, 3],
      [60, 1, 2],
    ]);
  });

  test('count once if several agents observe them, by the upper median of their states', () => {
    const series: SeriesState[] = [
      { instance: 1, steps: [step(0, 'up'), step(10, 'down')] },
      { instance: 1, steps: [step(0, 'up')] },
      { instance: 1, steps: [step(0, 'up')] },
    ];
    expect(shown(series)).toEqual([[0, 0, 1]]);
    expect(shown(series.slice(0, 2))).toEqual([
      [0, 0, 1],
      [10, 1, 1],
    ]);
  });

  test('begin with the state in force at the start of the window, and end before its end', () => {
    const series: SeriesState[] = [{ instance: 1, steps: [step(-50, 'up'), step(-10, 'down'), step(100, 'up')] }];
    expect(shown(series)).toEqual([[0, 1, 1]]);
  });

  test('agree with a count at any instant', () => {
    const steps = fc.uniqueArray(
      fc.record({ at: fc.integer({ min: -20, max: 120 }), value: fc.constantFrom(...STATES) }),
      {
        selector: ({ at }) => at,
        maxLength: 8,
      },
    );
    const series = fc.array(fc.record({ instance: fc.integer({ min: 1, max: 4 }), steps }), { maxLength: 8 });
    fc.assert(
      fc.property(series, fc.integer({ min: 0, max: 99 }), (all, t) => {
        const sorted = all.map((one) => ({ ...one, steps: one.steps.toSorted((a, b) => a.at - b.at) }));
        const views = Map.groupBy(
          sorted.flatMap(({ instance, steps: own }) => {
            const last = own.findLast(({ at }) => at <= t);
            return last ? [{ instance, state: last.value }] : [];
          }),
          ({ instance }) => instance,
        );
        const states = [...views.values()].map((own) => instanceState(own.map(({ state }) => state)));
        const affected = states.filter((state) => ['stale', 'down', 'silent'].includes(state)).length;
        const known = states.filter((state) => !['unknown', 'retired'].includes(state)).length;
        const found = affectedInstances(sorted, { from: 0, to: 100 }).findLast(({ at }) => at <= t);
        expect(found?.value ?? { affected: 0, known: 0 }).toEqual({ affected, known });
      }),
    );
  });
});

test('the share is floored, and 0 without known instances', () => {
  expect(affectedShare({ affected: 188, known: 300 })).toBe(626_666);
  expect(affectedShare({ affected: 0, known: 0 })).toBe(0);
});

describe('the peak within a span', () => {
  const steps = [
    { at: 0, value: { affected: 0, known: 10 } },
    { at: 10, value: { affected: 5, known: 10 } },
    { at: 20, value: { affected: 5, known: 8 } },
    { at: 30, value: { affected: 0, known: 0 } },
    { at: 40, value: { affected: 1, known: 10 } },
  ];

  test('is the first step with the highest share', () => {
    expect(peakWithin(steps, { from: 0, to: 100 })).toEqual({ at: 20, value: { affected: 5, known: 8 } });
    expect(peakWithin(steps, { from: 40, to: 100 })?.value.affected).toBe(1);
  });

  test('includes the step in force at its start, from there', () => {
    expect(peakWithin(steps, { from: 15, to: 18 })).toEqual({ at: 15, value: { affected: 5, known: 10 } });
  });

  test('is missing where no instance was known', () => {
    expect(peakWithin(steps, { from: 30, to: 40 })).toBeNull();
    expect(peakWithin([], { from: 0, to: 100 })).toBeNull();
  });
});
