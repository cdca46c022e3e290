import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';

test('keys are sorted by code units at every depth, and nothing is between them', () => {
  const value = {
    peach: [{ b: 1, a: null }],
    '\u20ac': '\u20ac',
    '\r': 'x',
    '1': 4.5e30,
    '\ud83d\ude00': true,
    '\ufb33': 1e-7,
  };
  expect(canonicalJson(value)).toBe(
    '{"\\r":"x","1":4.5e+30,"peach":[{"a":null,"b":1}],"\u20ac":"\u20ac","\ud83d\ude00":true,"\ufb33":1e-7}',
  );
});

test('it says the same of a value whose keys come in another order, and can be read back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = canonicalJson(value as Json);
      expect(canonicalJson(JSON.parse(JSON.stringify(value), reversed))).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

function reversed(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}
