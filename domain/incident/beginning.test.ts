import { expect, test } from 'vitest';
import { beginningOf } from './beginning.ts';

test('a text of up to 600 characters is shown whole', () => {
  expect(beginningOf('a'.repeat(600))).toBeNull();
  expect(beginningOf('')).toBeNull();
});

test('a longer text begins with whole words in one line', () => {
  const beginning = beginningOf(`First line.\n\n${'word '.repeat(200)}`);
  expect(beginning).toMatch(/^First line\. (word )+word…$/);
  expect(beginning?.length).toBeLessThanOrEqual(301);
});
