import { describe, expect, test } from 'vitest';
import { readClaims } from '#domain/postmortem/claims/read-claims';
import { suggest } from './suggest.ts';

const DAY = Date.UTC(2022, 2, 30);
const at = (hour: number, minute: number, second = 0) => DAY + (hour * 3_600 + minute * 60 + second) * 1_000;
/** Writes a value in the manner of the last claim of a text. */
function written(text: string, value: number, of?: number): string | null {
  const claim = readClaims([text], 2022).claims.at(-1);
  if (claim === undefined) throw new Error(`no claim in "${text}"`);
  return suggest(text, claim, value, of);
}

describe('a time is written', () => {
  test.each([
    ['16:06', '15:06'],
    ['16:06 UTC', '15:06 UTC'],
    ['at 9:06', '15:06'],
    ['16:06:00', '15:06:00'],
    ['at 4:06 pm', '3:06 pm'],
    ['at 04:06 PM', '03:06 PM'],
    ['at 4.06 p.m.', '3.06 p.m.'],
    ['at 11:06 am CEST', '5:06 pm CEST'],
    ['at 4 pm', '3:06 pm'],
    ['at 16h06', '15h06'],
    ['1606 UTC', '1506 UTC'],
    ['at 4:06 pm CET', '4:06 pm CET'],
    ['12:06 (UTC-4)', '11:06 (UTC-4)'],
    ['30 March 2022 at 16:06 UTC', '30 March 2022 at 15:06 UTC'],
    ['2022-03-31T15:06:00Z', '2022-03-30T15:06:00Z'],
    ['March 31st, 2022, 15:06', 'March 30th, 2022, 15:06'],
    ['30 April 2022 at 16:06 UTC', null],
    ['16:06 Berlin time', null],
    ['by 16:06', '15:06'],
  ])('%s as %s', (text, expected) => {
    const result = written(text, at(15, 6));
    expect(result).toBe(expected === text.replace(/^(?:at|by) /, '') ? null : expected);
  });
});

describe('a duration is written', () => {
  const MINUTE_MS = 60_000;
  test.each([
    ['80 minutes', 70, '70 minutes'],
    ['2 minutes', 1, '1 minute'],
    ['a minute later', 2, 'two minutes'],
    ['80min', 70, '70min'],
    ['1 h 20 min', 70, '1 h 10 min'],
    ['1 h 20 min', 8, '8 min'],
    ['1h20m', 70, '1h10m'],
    ['a 88-minute outage', 78, '78-minute'],
    ['eighty minutes', 70, 'seventy minutes'],
    ['one hour and twenty minutes', 70, 'one hour and ten minutes'],
    ['for an hour and twenty minutes', 70, 'one hour and ten minutes'],
    ['half an hour', 70, 'seventy minutes'],
    ['3 hours', 70, '1 hour 10 minutes'],
    ['3 h', 70, '1 h 10 min'],
    ['44 min 20 s', 44.64, '44 min 38 s'],
    ['2 minutes', 0.5, '30 seconds'],
    ['1:28:00', 78, null],
    ['downtime of 1:28:00', 78, '1:18:00'],
    ['**80** minutes', 70, '70** minutes'],
    ['more than 80 minutes', 70, null],
  ])('%s of %d minutes as %s', (text, minutes, expected) => {
    if (text === '1:28:00') expect(readClaims([text], 2022).claims).toMatchObject([{ kind: 'instant' }]);
    else expect(written(text, minutes * MINUTE_MS)).toBe(expected);
  });
});

describe('other figures are written', () => {
  test.each([
    ['70 %', 626_666, '63 %'],
    ['70.0 percent', 626_666, '62.7 percent'],
    ['70%', 626_666, '63%'],
    ['half of the instances', 626_666, '63 %'],
    ['200 of 300 instances', 188, '188 of 300 instances'],
    ['six updates', 7, 'seven updates'],
    ['2,000 subscribers', 1_214, '1,214 subscribers'],
  ])('%s as %s', (text, value, expected) => {
    expect(written(text, value, 300)).toBe(expected);
  });
});
