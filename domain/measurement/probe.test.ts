import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, policyAt } from './policy.ts';
import type { Reading } from './probe.ts';
import { HEALTHS, mergeProbeValues, PROBE_VALUE_MAX, verdict, wholeUnits } from './probe.ts';

const seed = 20_220_330;
const policy = { ...DEFAULT_POLICY, latencyLimitUs: 500 };
const up: Reading = { health: 'up', dataAgeMs: null, latencyUs: null };
const figure = fc.option(fc.nat(PROBE_VALUE_MAX));
const reading: fc.Arbitrary<Reading> = fc.record({
  health: fc.constantFrom(...HEALTHS),
  dataAgeMs: figure,
  latencyUs: figure,
});

describe('the verdict on a reading', () => {
  test.each<[string, Partial<Reading>, string]>([
    ['up where nothing is said against it', {}, 'up'],
    ['up with data exactly at the age limit', { dataAgeMs: 120_000 }, 'up'],
    ['stale one millisecond beyond the age limit', { dataAgeMs: 120_001 }, 'stale'],
    ['down whatever the age of its data', { health: 'down', dataAgeMs: 120_001 }, 'down'],
    ['stale rather than degraded', { health: 'degraded', dataAgeMs: 120_001 }, 'stale'],
    ['degraded where the agent says so', { health: 'degraded' }, 'degraded'],
    ['up at the latency limit', { latencyUs: 500 }, 'up'],
    ['degraded beyond the latency limit', { latencyUs: 501 }, 'degraded'],
    ['retired whatever its data say', { health: 'retired', dataAgeMs: 120_001 }, 'retired'],
    ['retired where an operator withdrew it', { health: 'withdrawn' }, 'retired'],
  ])('is %s', (_, change, expected) => {
    expect(verdict({ ...up, ...change }, policy)).toBe(expected);
  });

  test('knows no latency limit where the policy sets none', () => {
    expect(verdict({ ...up, latencyUs: PROBE_VALUE_MAX }, DEFAULT_POLICY)).toBe('up');
  });

  test('is the same for a figure and for the figure rounded up to whole units', () => {
    const value = fc.double({ min: 0, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(value, fc.nat(1_000), (x, limit) => {
        expect(wholeUnits(x) > limit).toBe(x > limit);
      }),
      { seed },
    );
    expect(wholeUnits(Number.MAX_VALUE)).toBe(PROBE_VALUE_MAX);
  });
});

describe('the merge of repeats of a key', () => {
  test('keeps the worse of each field', () => {
    const merged = mergeProbeValues(
      { health: 'degraded', dataAgeMs: 5, latencyUs: null },
      { health: 'down', dataAgeMs: 3, latencyUs: 0 },
    );
    expect(merged).toEqual({ health: 'down', dataAgeMs: 5, latencyUs: 0 });
    expect(mergeProbeValues({ ...up, health: 'retired' }, up).health).toBe('up');
  });

  test('is commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(reading, reading, reading, (a, b, c) => {
        expect(mergeProbeValues(a, b)).toEqual(mergeProbeValues(b, a));
        expect(mergeProbeValues(mergeProbeValues(a, b), c)).toEqual(mergeProbeValues(a, mergeProbeValues(b, c)));
        expect(mergeProbeValues(a, a)).toEqual(a);
      }),
      { seed },
    );
  });
});

describe('the policy in force', () => {
  const versions = [
    DEFAULT_POLICY,
    { ...DEFAULT_POLICY, version: 2, effectiveFrom: 100 },
    { ...DEFAULT_POLICY, version: 3, effectiveFrom: 200 },
  ];

  test('is the last that has begun, from its first instant on', () => {
    expect([0, 99, 100, 199, 200].map((t) => policyAt(versions, t).version)).toEqual([1, 1, 2, 2, 3]);
  });

  test('is the first before any has begun', () => {
    expect(policyAt(versions.slice(1), 0).version).toBe(2);
  });
});
