import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Figure } from './figure.ts';
import { markedLines } from './marked-lines.ts';

const figure = (start: number, end: number) => ({ start, end }) as Figure;
const shown = (text: string, figures: Figure[]) =>
  markedLines(text, figures).map(({ runs }) =>
    runs.map((run) => (run.figure === null ? run.text : `[${run.text}${run.isLast ? ']' : '-'}`)),
  );

describe('a text with marks', () => {
  test('is split into lines, plain text and figures', () => {
    expect(shown('At 13:20 and 14:30.\n\nNone.', [figure(3, 8), figure(13, 18)])).toEqual([
      ['At ', '[13:20]', ' and ', '[14:30]', '.'],
      [],
      ['None.'],
    ]);
  });

  test('shows a figure on two lines as two pieces', () => {
    expect(shown('for 1 h\n10 min.', [figure(4, 14)])).toEqual([
      ['for ', '[1 h-'],
      ['[10 min]', '.'],
    ]);
  });

  test('leaves out a figure that overlaps the one before', () => {
    expect(shown('13:20 UTC', [figure(0, 9), figure(6, 9)])).toEqual([['[13:20 UTC]']]);
  });
});

test('the pieces of any text are the text', () => {
  const figures = fc
    .array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 5 })), { maxLength: 5 })
    .map((all) => all.sort(([a], [b]) => a - b).map(([start, length]) => figure(start, start + length)));
  const texts = fc.array(fc.constantFrom('a', ' ', '\n', '1'), { maxLength: 25 }).map((letters) => letters.join(''));
  fc.assert(
    fc.property(texts, figures, (text, all) => {
      const lines = markedLines(text, all);
      expect(lines.map(({ runs }) => runs.map((run) => run.text).join('')).join('\n')).toBe(text);
      expect(lines.map(({ start, end }) => text.slice(start, end)).join('\n')).toBe(text);
    }),
  );
});
