import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bold, type FormatText, italic, link, list } from './format-text.ts';

/** Formats the part of a text between square brackets, and returns the text with the new selection in them. */
function formatted(format: FormatText, marked: string): string {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const text = marked.replace(/[⟦⟧]/g, '');
  const edit = format(text, { start, end });
  const result = text.slice(0, edit.start) + edit.replacement + text.slice(edit.end);
  const { selection } = edit;
  return `${result.slice(0, selection.start)}⟦${result.slice(selection.start, selection.end)}⟧${result.slice(selection.end)}`;
}

describe('bold and italic', () => {
  test.each<[string, FormatText, string, string]>([
    ['mark the selection', bold, 'It was ⟦down⟧.', 'It was **⟦down⟧**.'],
    ['remove the marks', bold, 'It was **⟦down⟧**.', 'It was ⟦down⟧.'],
    ['leave spaces outside', bold, 'It⟦ was ⟧down.', 'It **⟦was⟧** down.'],
    ['put the caret between new marks', bold, 'It was ⟦⟧', 'It was **⟦⟧**'],
    ['mark as italic', italic, '⟦Serving⟧', '*⟦Serving⟧*'],
    ['remove italic', italic, '*⟦Serving⟧*', '⟦Serving⟧'],
    ['make bold words italic too', italic, '**⟦down⟧**', '***⟦down⟧***'],
    ['remove italic from bold words', italic, '***⟦down⟧***', '**⟦down⟧**'],
    ['remove bold from italic words', bold, '***⟦down⟧***', '*⟦down⟧*'],
  ])('%s', (_, format, before, after) => expect(formatted(format, before)).toBe(after));

  test('twice are nothing, wherever words are selected', () => {
    const words = fc.stringMatching(/^[a-z]{1,5}( [a-z]{1,5}){0,2}$/);
    fc.assert(
      fc.property(words, words, words, fc.constantFrom(bold, italic), (before, selected, after, format) => {
        const marked = `${before} ⟦${selected}⟧ ${after}`;
        expect(formatted(format, formatted(format, marked))).toBe(marked);
      }),
    );
  });
});

describe('list', () => {
  test.each([
    ['makes items of the selected lines', 'One\n⟦Two\nThr⟧ee\nFour', 'One\n⟦- Two\n- Three⟧\nFour'],
    ['makes lines of items', '⟦- Two\n- Three⟧', '⟦Two\nThree⟧'],
    ['makes an item of an empty text', '⟦⟧', '⟦- ⟧'],
    ['completes a list', '- Two\n⟦⟧Three', '- Two\n⟦- Three⟧'],
  ])('%s', (_, before, after) => expect(formatted(list, before)).toBe(after));
});

test('a link has the selected words, and its address is selected', () => {
  expect(formatted(link, 'See ⟦the log⟧.')).toBe('See [the log](⟦https://⟧).');
  expect(formatted(link, '⟦⟧')).toBe('[](⟦https://⟧)');
});
