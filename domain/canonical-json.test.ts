import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';

test('keys are sorted by code units at every depth, without spaces', () => {
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

test('the text does not depend on the order of keys and can be parsed back', () => {
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
