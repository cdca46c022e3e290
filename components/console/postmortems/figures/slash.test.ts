import { describe, expect, test } from 'vitest';
import { queryAt, typedSlash } from './slash.ts';

describe('a slash opens the menu', () => {
  test.each([
    ['at the start of the text', '/', 1, 0],
    ['at the start of a word', 'Down for /', 10, 9],
    ['at the start of a line', 'Down.\n/ and', 7, 6],
    ['after a bracket', '(/', 2, 1],
  ])('%s', (_, text, caret, start) => expect(typedSlash(text, caret)).toBe(start));

  test.each([
    ['within a word', '188/', 4],
    ['after another slash', 'https://', 8],
    ['which is not before the caret', '/ a', 3],
  ])('but not %s', (_, text, caret) => expect(typedSlash(text, caret)).toBeNull());
});

describe('the query', () => {
  const at = (text: string, start: number, caret = text.length) => queryAt(text, { start, caret, hasSlash: true });

  test('is what was typed after the slash', () => {
    expect(at('for /', 4)).toEqual({ start: 4, end: 5, query: '' });
    expect(at('for /start of', 4)).toEqual({ start: 4, end: 13, query: 'start of' });
  });

  test.each([
    ['a space', 'this / '],
    ['a line break', 'for /down\n'],
    ['two spaces', 'for /down  '],
    ['a removed slash', 'for down'],
  ])('ends with %s', (_, text) => expect(at(text, text.includes('/') ? text.indexOf('/') : 4)).toBeNull());

  test('ends when the caret is before it, or the text is long', () => {
    expect(at('for /down', 4, 3)).toBeNull();
    expect(at(`/${'a'.repeat(41)}`, 0)).toBeNull();
  });

  test('has no slash when a button opened the menu', () => {
    expect(queryAt('for dow', { start: 4, caret: 7, hasSlash: false })).toEqual({ start: 4, end: 7, query: 'dow' });
  });
});
