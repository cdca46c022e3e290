import { expect, test } from 'vitest';
import { REPLAYED_RECORD } from '#domain/test/replayed-record';
import { formatFact, formatValue } from './format-figure.ts';

const formatted = (key: string) => {
  const fact = REPLAYED_RECORD.facts.find((one) => one.key === key);
  return fact === undefined ? null : formatFact(fact, REPLAYED_RECORD.from);
};

test.each([
  ['episode.1.start', '13:20 UTC'],
  ['confirmed', '13:20:30 UTC'],
  ['downtime', '1 h 18 min'],
  ['budget.allowed', '44 min 38 s'],
  ['budget.left', '0 s'],
  ['peak', '63 %'],
  ['budget.share', '174.732 %'],
  ['uptime.month', '99.825 %'],
  ['target', '99.9 %'],
  ['instances', '188 of 300'],
  ['updates', '7'],
])('%s is formatted as "%s"', (key, expected) => {
  expect(formatted(key)?.replaceAll('\u00a0', ' ')).toBe(expected);
});

test('there is no line break between a number and its unit', () => {
  expect(formatted('episode.1.duration')).toBe('1\u00a0h 10\u00a0min');
});

test('a time on another day names it', () => {
  expect(formatValue('instant', REPLAYED_RECORD.from + 86_400_000, REPLAYED_RECORD.from)).toBe(
    '13:20 UTC on 31 March 2022',
  );
});

test('a large count has a comma, and a whole uptime no decimals', () => {
  expect(formatValue('count', 1_200_000, 0)).toBe('1,200,000');
  expect(formatValue('uptime', 1_000_000, 0)).toBe('100 %');
});
