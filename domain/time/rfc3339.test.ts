import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRfc3339 } from './rfc3339.ts';

const iso = (text: string) => {
  const t = parseRfc3339(text);
  return t === null ? null : new Date(t).toISOString();
};

describe('an instant in RFC 3339', () => {
  test.each([
    ['2022-03-30T13:20:00Z', '2022-03-30T13:20:00.000Z'],
    ['2022-03-30t13:20:00z', '2022-03-30T13:20:00.000Z'],
    ['2022-03-30 13:20:00Z', '2022-03-30T13:20:00.000Z'],
    ['2022-03-30T13:20:00.5Z', '2022-03-30T13:20:00.500Z'],
    ['2022-03-30T15:20:00+02:00', '2022-03-30T13:20:00.000Z'],
    ['2022-03-30T07:50:00-05:30', '2022-03-30T13:20:00.000Z'],
    ['2022-03-30T13:20:00-00:00', '2022-03-30T13:20:00.000Z'],
    ['2022-01-01T00:30:00+01:00', '2021-12-31T23:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0099-12-31T00:00:00Z', '0099-12-31T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(iso(text)).toBe(expected);
  });

  test('is floored to the millisecond, even before 1970', () => {
    expect(iso('2022-03-30T13:20:00.9999999Z')).toBe('2022-03-30T13:20:00.999Z');
    expect(iso('1969-12-31T23:59:59.9999Z')).toBe('1969-12-31T23:59:59.999Z');
  });

  test('in a leap second is the last millisecond of its minute', () => {
    expect(iso('2016-12-31T23:59:60Z')).toBe('2016-12-31T23:59:59.999Z');
    expect(iso('2017-01-01T00:59:60.25+01:00')).toBe('2016-12-31T23:59:59.999Z');
  });

  test.each([
    '',
    '2022-03-30',
    '2022-03-30T13:20Z',
    '2022-03-30T13:20:00',
    '2022-3-30T13:20:00Z',
    '2022-13-01T00:00:00Z',
    '2022-00-01T00:00:00Z',
    '2022-04-31T00:00:00Z',
    '2022-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2022-03-00T00:00:00Z',
    '2022-03-30T24:00:00Z',
    '2022-03-30T13:60:00Z',
    '2022-03-30T13:20:61Z',
    '2022-03-30T13:20:00.Z',
    '2022-03-30T13:20:00+24:00',
    '2022-03-30T13:20:00+02:60',
    '2022-03-30T13:20:00+0200',
    '2022-03-30T13:20:00Z ',
    '2022-03-30T13:20:00Z\n',
    '+002022-03-30T13:20:00Z',
    `2022-03-30T13:20:00.${'0'.repeat(100)}Z`,
  ])('is not %j', (text) => {
    expect(parseRfc3339(text)).toBeNull();
  });

  test('written by the platform is parsed back to the millisecond (seed 20220330)', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseRfc3339(date.toISOString())).toBe(date.getTime());
      }),
      { seed: 20_220_330 },
    );
  });
});
