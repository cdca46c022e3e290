import { expect, test } from 'vitest';
import { SECTIONS, type Section } from './sections.ts';
import { wholeMarkdown } from './whole-markdown.ts';

const headings = Object.fromEntries(SECTIONS.map((name) => [name, name.toUpperCase()])) as Record<Section, string>;
const at = (text: string) => Date.parse(`2022-03-${text}Z`);

test('has a heading per section with text, in the order of the page, and the timeline by day', () => {
  const timeline = [
    { at: at('30T23:50:00'), text: 'It begins.' },
    { at: at('31T00:10:00'), text: 'It ends.' },
  ];
  expect(wholeMarkdown({ sections: { lessons: ' Learn. ', summary: 'Short.', cause: ' ' }, timeline, headings })).toBe(
    '## SUMMARY\n\nShort.\n\n## TIMELINE\n\n30 March 2022, UTC\n\n- 23:50 It begins.\n\n31 March 2022, UTC\n\n- 00:10 It ends.\n\n## LESSONS\n\nLearn.',
  );
});
