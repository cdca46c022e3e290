import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Counts } from './component-status.ts';
import { instanceState, noCounts, rawStatus, rawSteps } from './component-status.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { State } from './probe.ts';
import { STATES } from './probe.ts';
import { levelOf } from './status.ts';

const seed = 20_220_330;
const status = (counts: Partial<Counts>, policy = DEFAULT_POLICY) => rawStatus({ ...noCounts(), ...counts }, policy);

describe('the state of an instance with several sources', () => {
  test.each<[State[], State]>([
    [['up'], 'up'],
    [['up', 'down'], 'down'],
    [['down', 'up', 'up'], 'up'],
    [['down', 'up', 'down'], 'down'],
    [['up', 'degraded', 'stale', 'silent'], 'stale'],
    [['up', 'unknown', 'unknown'], 'up'],
    [['down', 'up', 'unknown'], 'down'],
    [['up', 'retired'], 'up'],
    [['unknown', 'retired'], 'unknown'],
    [['unknown', 'unknown'], 'unknown'],
    [['retired', 'retired'], 'retired'],
  ])('is, of %j, the upper median of what is known: %s', (states, expected) => {
    expect(instanceState(states)).toBe(expected);
    expect(instanceState([...states].reverse())).toBe(expected);
  });

  test('V13: is down if two of three sources see it down, and up if one does', () => {
    expect(instanceState(['down', 'down', 'up'])).toBe('down');
    expect(instanceState(['down', 'up', 'up'])).toBe('up');
  });

  test(`does not depend on the order of the sources (seed ${seed})`, () => {
    const states = fc.array(fc.constantFrom(...STATES), { minLength: 1, maxLength: 6 });
    const both = states.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
    );
    fc.assert(
      fc.property(both, ([a, b]) => {
        expect(instanceState(a)).toBe(instanceState(b));
      }),
      { seed },
    );
  });
});

describe('the raw status of a component', () => {
  test.each<[string, Partial<Counts>]>([
    ['operational', { up: 100 }],
    ['operational', { up: 99, degraded: 1 }],
    ['degraded_performance', { up: 98, degraded: 2 }],
    ['degraded_performance', { up: 98, degraded: 1, down: 1 }],
    ['operational', { up: 99, down: 1 }],
    ['degraded_performance', { up: 901, down: 99 }],
    ['partial_outage', { up: 900, stale: 100 }],
    ['partial_outage', { up: 501, silent: 499 }],
    ['major_outage', { up: 50, stale: 20, down: 20, silent: 10 }],
    ['degraded_performance', { degraded: 100 }],
    ['not_monitored', {}],
    ['not_monitored', { retired: 5 }],
    ['unknown', { unknown: 1 }],
    ['unknown', { up: 49, unknown: 51 }],
    ['operational', { up: 50, unknown: 50 }],
    ['major_outage', { down: 50, unknown: 50 }],
    ['unknown', { down: 49, unknown: 51 }],
    ['operational', { up: 1, retired: 99 }],
  ])('is %s of %j', (expected, counts) => {
    expect(status(counts)).toBe(expected);
  });

  test('needs a count above 0 even if a share of the policy is 0', () => {
    const policy = { ...DEFAULT_POLICY, degradedAt: 0, partialAt: 0, majorAt: 0 };
    expect([
      status({ up: 1 }, policy),
      status({ up: 1, degraded: 1 }, policy),
      status({ up: 1, down: 1 }, policy),
    ]).toEqual(['operational', 'degraded_performance', 'major_outage']);
  });

  test('is unknown with no known instance even if the coverage floor is 0', () => {
    expect(status({ unknown: 1 }, { ...DEFAULT_POLICY, coverageFloor: 0 })).toBe('unknown');
  });

  test(`never gets better when an up instance goes down (seed ${seed})`, () => {
    const counts = fc.record({
      up: fc.integer({ min: 1, max: 300 }),
      degraded: fc.nat(9),
      stale: fc.nat(9),
      down: fc.nat(300),
      silent: fc.nat(9),
    });
    fc.assert(
      fc.property(counts, (before) => {
        const after = { ...before, up: before.up - 1, down: before.down + 1 };
        expect(levelOf(status(after))).toBeGreaterThanOrEqual(levelOf(status(before)));
      }),
      { seed },
    );
  });
});

describe('the raw status over a window', () => {
  const window = { from: 0, to: 100 };

  test('is not monitored before the first probe and follows each change', () => {
    const series = [
      { instance: 1, steps: [{ at: 10, value: 'up' as const }] },
      {
        instance: 2,
        steps: [
          { at: 20, value: 'down' as const },
          { at: 30, value: 'retired' as const },
        ],
      },
    ];
    const { steps, counts } = rawSteps(series, window, [DEFAULT_POLICY]);
    expect(steps).toEqual([
      { at: 0, value: 'not_monitored' },
      { at: 10, value: 'operational' },
      { at: 20, value: 'major_outage' },
      { at: 30, value: 'operational' },
    ]);
    expect(counts).toEqual({ ...noCounts(), up: 1, retired: 1 });
  });

  test('changes with the version of the policy, without any probe', () => {
    const strict = { ...DEFAULT_POLICY, version: 2, effectiveFrom: 50, degradedAt: 0, coverageFloor: 1_000_000 };
    const series = [
      { instance: 1, steps: [{ at: 0, value: 'up' as const }] },
      { instance: 2, steps: [{ at: 0, value: 'unknown' as const }] },
    ];
    expect(rawSteps(series, window, [DEFAULT_POLICY, strict]).steps).toEqual([
      { at: 0, value: 'operational' },
      { at: 50, value: 'unknown' },
    ]);
  });
});
