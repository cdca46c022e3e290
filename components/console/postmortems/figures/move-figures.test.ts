import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Figure } from './figure.ts';
import { moveFigures } from './move-figures.ts';

const figure = (whole: string, found: string) => {
  const start = whole.indexOf(found);
  return { whole, text: found, start, end: start + found.length } as Figure;
};

function moved(before: string, found: string, after: string): string | null {
  const [only] = moveFigures([figure(before, found)], after);
  return only === undefined ? null : after.slice(only.start, only.end);
}

describe('a figure that was found before an edit', () => {
  const text = 'Down from 13:20 to 14:30 UTC.';
  test.each([
    ['stays before it', 'Down from 13:20 to 14:30 UTC. Then up.', '13:20'],
    ['moves after it', 'Serving was down from 13:20 to 14:30 UTC.', '13:20'],
    ['moves with an edit between figures', 'Down from 13:20 and until 14:30 UTC.', '13:20'],
  ])('%s', (_, after, found) => expect(moved(text, found, after)).toBe(found));

  test.each([
    ['was edited', 'Down from 13:25 to 14:30 UTC.'],
    ['was removed', 'Down to 14:30 UTC.'],
    ['got a letter at its end', 'Down from 13:200 to 14:30 UTC.'],
    ['got a letter at its start', 'Down from x13:20 to 14:30 UTC.'],
  ])('is left out if it %s', (_, after) => expect(moved(text, '13:20', after)).toBeNull());

  test('stays while the text does', () => {
    const found = figure(text, '13:20');
    expect(moveFigures([found], text)).toEqual([found]);
  });
});

test('after any edit, a figure that is left has its own text', () => {
  const texts = fc
    .array(fc.constantFrom('13:20', '13', ':20', ' ', '\n'), { maxLength: 12 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(texts, texts, texts, (start, end, after) => {
      const kept = moved(`${start} 13:20 ${end}`, '13:20', after);
      expect(kept === null || kept === '13:20').toBe(true);
    }),
  );
});
