import { expect, test } from 'vitest';
import { versionChanges } from './version-changes.ts';

const AT = Date.parse('2022-03-30T13:20:00.000Z');
const textOf = (text: string) => ({ text, html: `<p>${text}</p>` });
const version = (cause: string, entry = 'The network fails.', title = 'Serving down') => ({
  title,
  sections: [
    { key: 'impact' as const, ...textOf('Requests failed.') },
    { key: 'cause' as const, ...textOf(cause) },
  ],
  timeline: [{ at: AT, isKey: false, ...textOf(entry) }],
});

test('only changed paragraphs are listed, by section, with the words that changed', () => {
  const before = version('A switch failed.\n\nNobody saw it.');
  const after = version('A switch failed.\n\nMonitoring saw it.');
  expect(versionChanges(before, after)).toEqual([
    {
      section: 'cause',
      blocks: [
        [
          { value: 'Nobody', kind: 'removed' },
          { value: 'Monitoring', kind: 'added' },
          { value: ' saw it.', kind: 'same' },
        ],
      ],
    },
  ]);
});

test('a paragraph that is new or gone is shown as a whole', () => {
  const [one, two] = [version('A switch failed.'), version('A switch failed.\n\nIt was old.')];
  const blocksOf = (change: ReturnType<typeof versionChanges>) => change.flatMap(({ blocks }) => blocks);
  expect(blocksOf(versionChanges(one, two))).toEqual([[{ value: 'It was old.', kind: 'added' }]]);
  expect(blocksOf(versionChanges(two, one))).toEqual([[{ value: 'It was old.', kind: 'removed' }]]);
});

test('the title and entries of the timeline are compared too', () => {
  const sections = versionChanges(version('x'), version('x', 'The network is slow.', 'Serving was down'));
  expect(sections.map(({ section }) => section)).toEqual(['title', 'timeline']);
  expect(sections[1]?.blocks[0]?.[0]?.value).toContain('30 March 2022, 13:20 UTC: The network ');
});

test('equal versions have no changes', () => {
  expect(versionChanges(version('x'), version('x'))).toEqual([]);
});

test('a paragraph with too many changes is shown as a whole', () => {
  const words = (word: string) => Array.from({ length: 3_000 }, (_, i) => `${word}${i}`).join(' ');
  const [change] = versionChanges(version(words('a')), version(words('b')));
  expect(change?.blocks[0]?.map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
