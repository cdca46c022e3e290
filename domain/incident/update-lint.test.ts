import { describe, expect, test } from 'vitest';
import { givesAdvice, type LintCode, lintUpdate } from './update-lint.ts';

const GOOD =
  'Serving has been down for about 60 % of ad requests in all regions since 13:20 UTC. Partners see empty ad slots. You do not need to change anything. The next update comes by 14:00 UTC.';
const codes = (text: string, overrides: Partial<Parameters<typeof lintUpdate>[0]> = {}) =>
  lintUpdate({ text, components: ['Serving', 'Analytics'], hasNextUpdate: false, isClosing: false, ...overrides }).map(
    ({ code }) => code,
  );

describe('advice on a text', () => {
  test('is empty for a complete text', () => {
    expect(codes(GOOD)).toEqual([]);
  });

  test('is empty for an empty text', () => {
    expect(codes('  ')).toEqual([]);
  });

  test('asks for what partners need to know', () => {
    expect(codes('We are looking into a problem.')).toEqual(['no_who', 'no_since', 'no_advice', 'no_next']);
  });

  test('accepts a time of the next update beside the text, and asks for neither that nor advice in a closing text', () => {
    expect(codes('Serving is down since 13:20 UTC.', { hasNextUpdate: true })).toEqual(['no_advice']);
    expect(codes('Serving was down from 13:20 to 14:30 UTC and works again.', { isClosing: true })).toEqual([]);
  });

  const flagged: [string, LintCode, string][] = [
    ['The host srv-0012 does not answer.', 'host_name', 'srv-0012'],
    ['rtdb-eu-17 was restarted.', 'host_name', 'rtdb-eu-17'],
    ['We moved traffic away from db1.prod.internal.', 'host_name', 'db1.prod.internal'],
    ['The address 10.20.30.40 is not reachable.', 'ip_address', '10.20.30.40'],
    ['The address 2001:db8::17 is not reachable.', 'ip_address', '2001:db8::17'],
    ['Write to noc@example.com for details.', 'email_address', 'noc@example.com'],
    ['This was human error.', 'blame', 'human error'],
    ['This was caused by an engineer who pulled a cable.', 'blame', 'caused by an engineer'],
    ['It is our provider’s fault.', 'blame', 'provider’s fault'],
    ['Down since 13:20 in Frankfurt.', 'time_without_zone', '13:20'],
    ['Down from 13:20 to 14:30, we think.', 'time_without_zone', '13:20'],
    ['Some users see errors.', 'vague_share', 'Some users'],
    ['A small number of requests fail.', 'vague_share', 'A small number of requests'],
  ];
  test.each(flagged)('"%s" is flagged as %s', (text, code, found) => {
    expect(lintUpdate({ text, components: [], hasNextUpdate: true, isClosing: true })).toContainEqual({ code, found });
  });

  const fine: [string, LintCode][] = [
    ['Serving is down since 13:20 UTC.', 'time_without_zone'],
    ['Serving was down 13:20–14:30 UTC.', 'time_without_zone'],
    ['Down since 13:20 (CEST).', 'time_without_zone'],
    ['Down since 13:20Z.', 'time_without_zone'],
    ['Some users, about 12 % of them, see errors.', 'vague_share'],
    ['See https://status.example.com/incidents/abc-0012 for more.', 'host_name'],
    ['The 2022-03-30 incident in us-east-1 is over.', 'host_name'],
    ['The network of a data centre failed.', 'blame'],
    ['Version 1.2.3 is rolled out; the ratio is 10:1.', 'ip_address'],
  ];
  test.each(fine)('"%s" is not flagged as %s', (text, code) => {
    expect(codes(text, { components: [] })).not.toContain(code);
  });

  test('ignores words that are too long for a name, but not their neighbours', () => {
    for (const piece of ['a-', '1:', '10.', 'x@y.', 'a.', 'srv-01-']) {
      const long = piece.repeat(20_000 / piece.length);
      const flagged = lintUpdate({
        text: `${long} srv-0012 10.20.30.40 noc@example.com`,
        components: [],
        hasNextUpdate: true,
        isClosing: true,
      });
      const found = Object.fromEntries(flagged.map((one) => [one.code, one.found]));
      expect([piece, found.host_name, found.ip_address, found.email_address]).toEqual([
        piece,
        'srv-0012',
        '10.20.30.40',
        'noc@example.com',
      ]);
    }
  });
});

test('advice to readers is recognised only where a text gives it', () => {
  expect(
    ['You need not change anything on your side.', 'No action is needed.', 'Please retry.'].map(givesAdvice),
  ).toEqual([true, true, true]);
  expect(givesAdvice('We are looking for the cause.')).toBe(false);
});
