import { describe, expect, test } from 'vitest';
import { checkedText, placeInPart, textOfPart } from './checked-text.ts';
import { type PostmortemContent, TEXT_SECTIONS } from './sections.ts';

const sections = Object.fromEntries(
  TEXT_SECTIONS.map((name) => [name, { public: `Text of ${name}.`, internal: 'Never checked.' }]),
) as PostmortemContent['sections'];
const timeline = [
  { at: 0, text: 'It begins.', isKey: true },
  { at: 1, text: 'It ends.', isKey: false },
];
const content = { sections, timeline };

describe('the text that is checked', () => {
  const { text, parts } = checkedText(content);

  test('joins the public texts in the order of the page', () => {
    expect(text).toBe(
      [
        'Text of summary.',
        'Text of impact.',
        'Text of cause.',
        'Text of detection.',
        'It begins.',
        'It ends.',
        'Text of well.',
        'Text of lessons.',
      ].join('\n\n'),
    );
  });

  test('has the place of each part', () => {
    for (const part of parts) expect(text.slice(part.start, part.end)).toBe(textOfPart(content, part));
    expect(parts.map(({ section, entry }) => [section, entry]).slice(3, 7)).toEqual([
      ['detection', null],
      ['timeline', 0],
      ['timeline', 1],
      ['well', null],
    ]);
  });

  test('places a finding within its section or entry, and cuts its sentence there', () => {
    const start = text.indexOf('ends');
    const found = { start, end: start + 4, sentence: { start: start - 20, end: start + 30 }, kind: 'instant' };
    expect(placeInPart(parts, found)).toEqual({
      start: 3,
      end: 7,
      sentence: { start: 0, end: 8 },
      kind: 'instant',
      section: 'timeline',
      entry: 1,
    });
  });

  test('has no place for what spans two parts', () => {
    expect(placeInPart(parts, { start: 0, end: text.length, sentence: { start: 0, end: text.length } })).toBeNull();
  });
});
