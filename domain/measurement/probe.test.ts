import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, policyAt } from './policy.ts';
import type { ProbeValues } from './probe.ts';
import { HEALTHS, mergeProbeValues, PROBE_VALUE_MAX, verdict, wholeUnits } from './probe.ts';

const seed = 20_220_330;
const policy = { ...DEFAULT_POLICY, latencyLimitUs: 500 };
const up: ProbeValues = { health: 'up', dataAgeMs: null, latencyUs: null };
const figure = fc.option(fc.nat(PROBE_VALUE_MAX));
const values: fc.Arbitrary<ProbeValues> = fc.record({
  health: fc.constantFrom(...HEALTHS),
  dataAgeMs: figure,
  latencyUs: figure,
});

describe('the verdict on a probe', () => {
  test.each<[string, Partial<ProbeValues>, string]>([
    ['up without any fault', {}, 'up'],
    ['up with data exactly at the age limit', { dataAgeMs: 120_000 }, 'up'],
    ['stale one millisecond beyond the age limit', { dataAgeMs: 120_001 }, 'stale'],
    ['down whatever the age of its data', { health: 'down', dataAgeMs: 120_001 }, 'down'],
    ['stale rather than degraded', { health: 'degraded', dataAgeMs: 120_001 }, 'stale'],
    ['degraded if the agent reports it', { health: 'degraded' }, 'degraded'],
    ['up at the latency limit', { latencyUs: 500 }, 'up'],
    ['degraded beyond the latency limit', { latencyUs: 501 }, 'degraded'],
    ['retired whatever its values', { health: 'retired', dataAgeMs: 120_001 }, 'retired'],
    ['retired if an operator withdrew it', { health: 'withdrawn' }, 'retired'],
  ])('is %s', (_, change, expected) => {
    expect(verdict({ ...up, ...change }, policy)).toBe(expected);
  });

  test('ignores latency without a latency limit', () => {
    expect(verdict({ ...up, latencyUs: PROBE_VALUE_MAX }, DEFAULT_POLICY)).toBe('up');
  });

  test('is the same for a value and for the value rounded up to whole units', () => {
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
      fc.property(values, values, values, (a, b, c) => {
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

  test('is the last that has taken effect, from its first instant', () => {
    expect([0, 99, 100, 199, 200].map((t) => policyAt(versions, t).version)).toEqual([1, 1, 2, 2, 3]);
  });

  test('is the first before any has taken effect', () => {
    expect(policyAt(versions.slice(1), 0).version).toBe(2);
  });
});
