import { describe, expect, test } from 'vitest';
import { numberIn, policyIn } from './policy-form.ts';

describe('a number of a form', () => {
  test.each([
    ['30', 30],
    [' 0.5 ', 0.5],
    ['0,5', 0.5],
    ['99,95', 99.95],
    ['1e3', 1_000],
    ['1,000,000', 1_000_000],
    ['-1', -1],
    ['', ''],
    ['soon', 'soon'],
    ['1.000.000', '1.000.000'],
    ['1,2,3', '1,2,3'],
  ])('%j is read as %j', (text, expected) => {
    expect(numberIn({ target: text }, 'target')).toBe(expected);
  });

  test.each([
    ['1,000', '“1,000” is ambiguous. Enter 1000 or 1.000.'],
    ['99,999', '“99,999” is ambiguous. Enter 99999 or 99.999.'],
  ])('%j is rejected, because its comma may separate thousands or decimals', (text, message) => {
    expect(() => numberIn({ target: text }, 'target')).toThrow(message);
  });

  test('that is missing is empty', () => {
    expect(numberIn({}, 'target')).toBe('');
  });
});

describe('a policy version of a form', () => {
  const rules = {
    silenceAfterSeconds: '30',
    dataAgeLimitSeconds: '120',
    latencyLimitMs: '250',
    degradedAt: '2',
    partialAt: '10',
    majorAt: '50',
    coverageFloor: '50',
    confirmForSeconds: '30',
    recoverForSeconds: '60',
  };

  test('has the values of its fields as numbers', () => {
    const { component, policy } = policyIn({
      component: 'serving',
      version: '2',
      from: ' 2026-07-15T12:00:00Z ',
      ...rules,
    });
    expect([component, policy]).toEqual([
      'serving',
      {
        version: 2,
        from: '2026-07-15T12:00:00Z',
        ...Object.fromEntries(Object.entries(rules).map(([key, text]) => [key, Number(text)])),
      },
    ]);
  });

  test('has no start and no latency limit if these are empty; any other empty field is left to be rejected', () => {
    const { policy } = policyIn({
      component: 'serving',
      version: '2',
      from: ' ',
      ...rules,
      latencyLimitMs: '',
      majorAt: '',
    });
    expect(policy).not.toHaveProperty('from');
    expect(policy).not.toHaveProperty('latencyLimitMs');
    expect(policy).toMatchObject({ majorAt: '' });
  });
});
