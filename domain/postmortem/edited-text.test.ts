import { expect, test } from 'vitest';
import {
  afterSaving,
  type EditedText,
  editedText,
  findingKeys,
  isSameText,
  withReason,
  withSuggestion,
} from './edited-text.ts';
import { type PostmortemContent, TEXT_SECTIONS } from './sections.ts';

const ENTRY = { at: 0, text: 'It begins at 16:06.', isKey: true };

function content(texts: Record<string, string> = {}): PostmortemContent {
  const sections = TEXT_SECTIONS.map((name) => [name, { public: texts[name] ?? '', internal: '' }]);
  return {
    sections: Object.fromEntries(sections) as PostmortemContent['sections'], // every section
    timeline: [ENTRY],
    explanations: [],
  };
}
const text = (texts: Record<string, string> = {}, title = 'Serving down'): EditedText =>
  editedText({ title, content: content(texts) });

test('what was typed while the text was saved stays, and the rest is what was stored', () => {
  const sent = text({ summary: 'At 16:06.', cause: 'A fail' });
  const stored = text({ summary: 'At 15:06.', cause: 'A fail' });
  const current = text({ summary: 'At 16:06.', cause: 'A failure' }, 'Serving was down');
  const saved = afterSaving(current, sent, stored);
  expect(saved.sections.summary.public).toBe('At 15:06.');
  expect(saved.sections.cause.public).toBe('A failure');
  expect(saved.title).toBe('Serving was down');
});

test('entries of the timeline and internal texts stay too, if they changed since', () => {
  const added = { at: '2022-03-30T13:20', text: 'Half a sent', isKey: false };
  const sent = { ...text(), added };
  const current = {
    ...text(),
    timeline: [{ ...ENTRY, text: 'It begins.' }],
    added: { ...added, text: 'Half a sentence' },
  };
  current.sections = { ...current.sections, well: { public: '', internal: 'Ask them.' } };
  const saved = afterSaving(current, sent, text());
  expect(saved.timeline[0]?.text).toBe('It begins.');
  expect(saved.added.text).toBe('Half a sentence');
  expect(saved.sections.well.internal).toBe('Ask them.');
  expect(afterSaving(sent, sent, text()).added.text).toBe('');
});

test('an explanation that was written since stays', () => {
  const explanation = {
    section: 'impact',
    claimed: '13:18 UTC',
    fact: null,
    reason: 'From the logs of two partners.',
  } as const;
  const current = { ...text(), explanations: [explanation] };
  expect(afterSaving(current, text(), text()).explanations).toEqual([explanation]);
  expect(afterSaving(current, current, text()).explanations).toEqual([]);
});

test('a text is the same until something is typed', () => {
  expect(isSameText(text({ cause: 'A failure.' }), text({ cause: 'A failure.' }))).toBe(true);
  const changes: Partial<EditedText>[] = [
    { title: 'Other' },
    { sections: text({ cause: 'A failure.' }).sections },
    { timeline: [] },
    { explanations: [{ section: 'impact', claimed: '1', fact: null, reason: 'From the logs.' }] },
    { added: { at: '', text: 'The', isKey: false } },
  ];
  for (const change of changes) expect(isSameText({ ...text(), ...change }, text())).toBe(false);
});

test('equal figures of a section have names of their own, whatever is before them', () => {
  const figure = (section: 'summary' | 'impact', fact: string | null) => ({ section, text: '16:06', fact });
  const keys = findingKeys([figure('summary', null), figure('summary', null), figure('impact', null)]);
  expect(new Set(keys).size).toBe(3);
  expect(findingKeys([figure('impact', null)])).toEqual([keys[2]]);
});

test('a suggestion takes the place of its claim, in a section or in an entry', () => {
  const before = text({ impact: 'From 16:06 to 15:14 UTC.' });
  const claim = { start: 5, end: 10, suggestion: '15:06' };
  expect(withSuggestion(before, { ...claim, section: 'impact', entry: null }).sections.impact.public).toBe(
    'From 15:06 to 15:14 UTC.',
  );
  const entry = withSuggestion(before, { section: 'timeline', entry: 0, start: 13, end: 18, suggestion: '15:06' });
  expect(entry.timeline[0]?.text).toBe('It begins at 15:06.');
  expect(withSuggestion(before, { ...claim, section: 'impact', entry: null, suggestion: null })).toBe(before);
});

test('a figure has one reason, which can be removed', () => {
  const figure = { section: 'impact', claimed: '13:18 UTC', fact: 'episode.1.start' } as const;
  const other = { ...figure, section: 'summary', reason: 'From the logs.' } as const;
  const once = withReason([other], figure, 'From the logs of two partners.');
  expect(once).toEqual([other, { ...figure, reason: 'From the logs of two partners.' }]);
  expect(withReason(once, figure, 'From a log.')).toEqual([other, { ...figure, reason: 'From a log.' }]);
  expect(withReason(once, figure, null)).toEqual([other]);
});
