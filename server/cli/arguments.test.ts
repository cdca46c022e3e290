import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  auditEntryArgument,
  daysArgument,
  seedArgument,
  speedArgument,
  subscribersArgument,
  timeArgument,
} from './arguments.ts';

const HASH = 'a'.repeat(64);

describe('an argument', () => {
  test.each([
    ['a time in UTC', timeArgument, '2022-03-30T13:20:00Z', Date.parse('2022-03-30T13:20:00Z')],
    ['a time with an offset', timeArgument, '2022-03-30T15:20:00+02:00', Date.parse('2022-03-30T13:20:00Z')],
    ['a day', daysArgument, '1', 1],
    ['999,999 days', daysArgument, '999999', 999_999],
    ['an entry of the audit log', auditEntryArgument, `12:${HASH}`, { seq: 12, hash: HASH }],
    ['a speed', speedArgument, '0.5', 0.5],
    ['a number of subscribers', subscribersArgument, '20000', 20_000],
    ['a seed', seedArgument, '0', 0],
    ['the greatest speed', speedArgument, 'max', Number.POSITIVE_INFINITY],
  ])('is read: %s', (_, read, text, value) => {
    expect(read(text)).toEqual(value);
  });

  test.each([
    [
      'RFC 3339',
      timeArgument,
      ['', 'yesterday', '2022-03-30', '2022-03-30T13:20:00', '2022-02-30T13:20:00Z', '1648646400'],
    ],
    ['days above 0', daysArgument, ['', '0', '-1', '1.5', '01', '1e3', '1000000', ' 1']],
    [
      'NUMBER:HASH',
      auditEntryArgument,
      ['', '12', `0:${HASH}`, `-1:${HASH}`, `12:${HASH}a`, `12:${HASH.toUpperCase()}`, `12:${HASH}\n`],
    ],
    ['from 1 to 20000', subscribersArgument, ['', '0', '-1', '1.5', '20001', 'many']],
    ['at most 9 digits', seedArgument, ['', '-1', '1.5', '1234567890', 'x']],
    ['above 0, or "max"', speedArgument, ['', '0', '-1', 'fast', 'NaN', 'MAX']],
  ])('that is not %s is rejected', (rule, read, texts) => {
    for (const text of texts) {
      expect(() => read(text), text).toThrow(InvalidArgumentError);
      expect(() => read(text), text).toThrow(rule);
    }
  });
});
