import { describe, expect, test } from 'vitest';
import { cutTitle, TITLE_LENGTH_MAX } from './title.ts';

describe('a title that is too long', () => {
  // AnnouncingUpdate boundaries and joinDirtyRanges as Unicode Standard Annex 29 describes them: a flag is two code points of two units each, a family is seven code points.
  test.each([
    ['ends after a whole word', `${'word '.repeat(60)}end`, `${'word '.repeat(39)}word…`],
    [
      'leaves no comma before the ellipsis',
      `Problem with ${'Serving, '.repeat(30)}`,
      `Problem with ${'Serving, '.repeat(19)}Serving…`,
    ],
    ['includes a word that just fits', `${'a'.repeat(199)} bc`, `${'a'.repeat(199)}…`],
    ['with a single word is cut between characters', 'b'.repeat(300), `${'b'.repeat(199)}…`],
    ['of flags is cut between flags', '🇩🇪'.repeat(80), `${'🇩🇪'.repeat(49)}…`],
    ['of families is cut between families', '👨‍👩‍👧‍👦'.repeat(40), `${'👨‍👩‍👧‍👦'.repeat(18)}…`],
    ['of letters with marks keeps the marks', 'e\u0301'.repeat(150), `${'e\u0301'.repeat(99)}…`],
  ])('%s', (_, title, expected) => {
    expect(cutTitle(title)).toBe(expected);
    expect(cutTitle(title).length).toBeLessThanOrEqual(TITLE_LENGTH_MAX);
  });

  test('stays unchanged if it fits', () => {
    for (const title of ['Short', 'x'.repeat(TITLE_LENGTH_MAX)]) expect(cutTitle(title)).toBe(title);
  });
});
