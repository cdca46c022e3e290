import { expect, test } from 'vitest';
import { checkContent } from './check-content.ts';
import type { Fact, PostmortemRecord } from './facts.ts';
import { publishedFigures } from './published-figures.ts';
import type { PostmortemContent } from './sections.ts';

const at = (time: string) => Date.parse(`2022-03-30T${time}:00.000Z`);
const fact = (key: string, kind: Fact['kind'], value: number): Fact => ({
  ...{ key, kind, value, component: null, source: 'monitoring' },
});
const RECORD: PostmortemRecord = {
  facts: [
    fact('episode.1.start', 'instant', at('13:20')),
    fact('episode.1.end', 'instant', at('14:30')),
    fact('downtime', 'duration', 4_200_000),
  ],
  components: [{ slug: 'serving', name: 'Serving', isAffected: true }],
  from: at('13:20'),
  to: at('14:30'),
  evaluatedUntil: at('20:00'),
};
const NONE = { public: '', internal: '' };

function figuresOf(change: { summary?: string; impact?: string; entry?: string }) {
  const content: PostmortemContent = {
    sections: {
      ...{ cause: NONE, detection: NONE, well: NONE, lessons: NONE },
      summary: { public: change.summary ?? '', internal: 'It began at 09:00 UTC.' },
      impact: { public: change.impact ?? '', internal: '' },
    },
    timeline: change.entry === undefined ? [] : [{ at: at('13:20'), text: change.entry, isKey: false }],
    explanations: [],
  };
  return publishedFigures(content, RECORD, checkContent(content, RECORD));
}

test('live references are figures that match, in the order of the text', () => {
  const figures = figuresOf({
    impact: 'First line.\nIt began at {{episode.1.start}} UTC and ended at 14:30 UTC. Later.',
  });
  expect(figures[0]).toMatchObject({ claimed: '13:20 UTC', recorded: '13:20 UTC', kind: 'instant', reason: null });
  expect(figures.map(({ text, fact: key, verdict }) => [text, key, verdict])).toEqual([
    ['13:20', 'episode.1.start', 'match'],
    [expect.stringContaining('14:30'), 'episode.1.end', 'match'],
  ]);
  for (const { sentence, section } of figures)
    expect([section, sentence]).toEqual(['impact', 'It began at 13:20 UTC and ended at 14:30 UTC.']);
});

test('sections and entries are in the order of the page, without internal texts', () => {
  const figures = figuresOf({ summary: 'It lasted {{downtime}}.', entry: 'It lasted {{ downtime }} in all.' });
  expect(figures.map(({ section, sentence }) => [section, sentence.replace(/\s/g, ' ')])).toEqual([
    ['summary', 'It lasted 1 h 10 min.'],
    ['timeline', 'It lasted 1 h 10 min in all.'],
  ]);
});

test('unknown references and those in code are no figures', () => {
  expect(figuresOf({ summary: 'Write `{{downtime}}` or {{nothing}}.' })).toEqual([]);
});
