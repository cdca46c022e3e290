import { describe, expect, test } from 'vitest';
import { readClaims } from '#domain/postmortem/claims/read-claims';
import type { Fact } from '#domain/postmortem/facts';
import { agrees } from './agreement.ts';

const MINUTE_MS = 60_000;
const DAY = Date.UTC(2022, 2, 30);
/** Returns whether a fact agrees with the only claim of a text. */
function agree(text: string, value: number, rest: Partial<Fact> = {}): boolean {
  const [claim] = readClaims([text], 2022).claims;
  if (claim === undefined) throw new Error(`no claim in "${text}"`);
  return agrees(claim, { key: 'downtime', kind: claim.kind, value, component: null, source: 'monitoring', ...rest });
}

describe('a duration agrees', () => {
  test.each([
    ['44 minutes', 44 * MINUTE_MS + 38_400, true],
    ['45 minutes', 44 * MINUTE_MS + 38_400, true],
    ['43 minutes', 44 * MINUTE_MS, false],
    ['44 min 38 s', 44 * MINUTE_MS + 38_400, true],
    ['44 min 37 s', 44 * MINUTE_MS + 38_000, false],
    ['1 hour', 70 * MINUTE_MS, true],
    ['2 hours', 70 * MINUTE_MS, false],
    ['1.2 hours', 70 * MINUTE_MS, true],
    ['1.5 hours', 70 * MINUTE_MS, false],
    ['for an hour and a half', 78 * MINUTE_MS, true],
    ['for an hour and a half', 70 * MINUTE_MS, false],
    ['about 80 minutes', 78 * MINUTE_MS, true],
    ['about 70 minutes', 78 * MINUTE_MS, false],
    ['about 15 minutes', 13 * MINUTE_MS, true],
    ['nearly 80 minutes', 78 * MINUTE_MS, true],
    ['nearly 70 minutes', 78 * MINUTE_MS, false],
    ['over an hour', 70 * MINUTE_MS, true],
    ['over an hour', 59 * MINUTE_MS, false],
    ['over 10 minutes', 70 * MINUTE_MS, false],
    ['less than 90 minutes', 78 * MINUTE_MS, true],
    ['less than an hour', 70 * MINUTE_MS, false],
    ['less than 5 hours', 70 * MINUTE_MS, false],
    ['60–70 minutes', 70 * MINUTE_MS, false],
  ])('%s with %i ms: %s', (text, value, expected) => {
    expect(agree(text, value)).toBe(expected);
  });
});

describe('a time agrees', () => {
  const at = (hour: number, minute: number, second = 0) => DAY + (hour * 3_600 + minute * 60 + second) * 1_000;
  test.each([
    ['13:20', at(13, 20, 59), true],
    ['13:21', at(13, 20, 1), true],
    ['13:21', at(13, 20), false],
    ['13:20:30', at(13, 20, 30), true],
    ['13:20:30', at(13, 20, 31), false],
    ['15:20 CEST', at(13, 20), true],
    ['15:20 CET', at(13, 20), false],
    ['8:20 am CT', at(13, 20), true],
    ['around 13:20', at(13, 25), true],
    ['around 13:20', at(13, 26), false],
    ['around 13:21', at(13, 24), false],
    ['at 2 pm', at(14, 30), true],
    ['at 2 pm', at(14, 31), false],
    ['by 14:30', at(14, 10), true],
    ['by 14:30', at(14, 31), false],
    ['shortly after 13:20', at(13, 27), true],
    ['30 March 2022 13:20', at(13, 20), true],
    ['31 March 2022 13:20', at(13, 20), false],
    ['23:50 UTC on 29 March 2022', at(-1, 50), true],
    ['13:20 local time', at(13, 20), false],
  ])('%s with %i: %s', (text, value, expected) => {
    expect(agree(text, value)).toBe(expected);
  });
});

describe('a share agrees', () => {
  const budget = { key: 'budget.share' };
  test.each([
    ['63 %', 626_666, {}, true],
    ['62 %', 626_666, {}, true],
    ['64 %', 626_666, {}, false],
    ['62.7 %', 626_666, {}, true],
    ['62.8 %', 626_666, {}, false],
    ['about 60 %', 626_666, {}, true],
    ['about 70 %', 626_666, {}, false],
    ['two thirds of', 626_666, {}, true],
    ['half of', 626_666, {}, false],
    ['up to 65 %', 626_666, {}, false],
    ['less than 65 %', 626_666, {}, true],
    ['174.7 %', 1_747_312, budget, true],
    ['174.8 %', 1_747_312, budget, true],
    ['174.8 %', 1_747_312, {}, false],
  ])('%s with %i: %s', (text, value, rest, expected) => {
    expect(agree(text, value, rest)).toBe(expected);
  });
});

describe('a count agrees', () => {
  test.each([
    ['188 instances', 188, true],
    ['189 instances', 188, false],
    ['188 of 300 instances', 188, true],
    ['188 of 310 instances', 188, false],
    ['about 190 instances', 188, true],
    ['nearly 200 instances', 188, true],
    ['over 180 instances', 188, true],
    ['over 190 instances', 188, false],
  ])('%s with %i of 300: %s', (text, value, expected) => {
    expect(agree(text, value, { of: 300 })).toBe(expected);
  });
});
