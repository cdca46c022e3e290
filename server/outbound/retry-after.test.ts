import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const AT = 'Wed, 30 Mar 2022 13:20:00 GMT';

test.each([
  ['0', 0],
  ['120', 120_000],
  ['Wed, 30 Mar 2022 13:21:30 GMT', 90_000],
  ['Wed, 30 Mar 2022 13:00:00 GMT', 0],
  ['999999999999', 86_400_000],
])('Retry-After: %s is a pause of %d ms', (value, ms) => {
  expect(retryAfterMs(value, AT)).toBe(ms);
});

test.each([[undefined], ['soon'], ['-5'], [['1', '2']]])('Retry-After: %s is ignored', (value) => {
  expect(retryAfterMs(value, AT)).toBeNull();
});

test('a date is ignored if the answer has no date', () => {
  expect(retryAfterMs(AT, undefined)).toBeNull();
});
