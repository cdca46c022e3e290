import { expect, test } from 'vitest';
import { excerptOf } from './excerpt.ts';

test('an excerpt has the whole sentences that fit, in one line', () => {
  expect(excerptOf('  Ads are served again.\n\nNothing to do.  ')).toBe('Ads are served again. Nothing to do.');
  expect(excerptOf(`Ads are served again. ${'Word '.repeat(100)}end.`)).toBe('Ads are served again.');
  expect(excerptOf('')).toBe('');
});

test('a first sentence that is too long is cut at a word', () => {
  const text = excerptOf(`${'word '.repeat(60)}end.`);
  expect(text).toMatch(/^(word )+word…$/);
  expect(text.length).toBeLessThanOrEqual(161);
});

test.each([
  ['a word without end', 'x'.repeat(100_000)],
  ['emoji', '😀'.repeat(1_000)],
  ['Hebrew', `${'שלום '.repeat(100)}סוף.`],
])('%s is cut without a broken character', (_, text) => {
  const excerpt = excerptOf(text);
  expect(excerpt.length).toBeLessThanOrEqual(161);
  expect(excerpt.isWellFormed()).toBe(true);
  expect(excerpt.length).toBeGreaterThan(50);
});
