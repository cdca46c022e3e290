import { expect, test } from 'vitest';
import { countWords, readingMinutes } from './reading-time.ts';

test('a number with its separators is one word, and so is a hyphenated one', () => {
  expect(countWords('')).toBe(0);
  expect(countWords('Serving was down at 13:20, for 99.825 % of us-east-1.')).toBe(9);
});

test('reading takes a minute per 220 words, and at least one', () => {
  expect([0, 220, 221, 440, 441].map(readingMinutes)).toEqual([1, 1, 2, 2, 3]);
});
