import { describe, expect, test } from 'vitest';
import { checkContent } from './check-content.ts';
import { contentParts } from './content-parts.ts';
import type { PostmortemRecord } from './facts.ts';
import { type PostmortemContent, TEXT_SECTIONS } from './sections.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}:00Z`);
const instant = (key: string, value: number) =>
  ({ key, kind: 'instant', value, component: null, source: 'monitoring' }) as const;
const RECORD: PostmortemRecord = {
  facts: [instant('episode.1.start', at('13:20')), instant('episode.1.end', at('14:30'))],
  components: [{ slug: 'serving', name: 'Serving', isAffected: true }],
  from: at('13:20'),
  to: at('14:30'),
  evaluatedUntil: at('18:00'),
};

function content(change: Partial<PostmortemContent> = {}, texts: Record<string, string> = {}): PostmortemContent {
  const sections = Object.fromEntries(
    TEXT_SECTIONS.map((name) => [
      name,
      { public: texts[name] ?? `Text of ${name}.`, internal: 'It began at 13:25 UTC.' },
    ]),
  ) as PostmortemContent['sections'];
  return { sections, timeline: [], explanations: [], ...change };
}

test('the parts are the public texts in the order of the page, each entry of the timeline on its own', () => {
  const timeline = [
    { at: 0, text: 'It begins.', isKey: true },
    { at: 1, text: 'It ends.', isKey: false },
  ];
  expect(contentParts(content({ timeline })).map(({ section, entry, text }) => [section, entry, text])).toEqual([
    ['summary', null, 'Text of summary.'],
    ['impact', null, 'Text of impact.'],
    ['cause', null, 'Text of cause.'],
    ['detection', null, 'Text of detection.'],
    ['timeline', 0, 'It begins.'],
    ['timeline', 1, 'It ends.'],
    ['well', null, 'Text of well.'],
    ['lessons', null, 'Text of lessons.'],
  ]);
});

describe('findings', () => {
  const summary = 'The outage ended at 14:30 UTC.';
  const impact = 'Serving was down from 13:25 UTC.';

  test('have their section and a place within its text; internal texts have none', () => {
    const found = checkContent(content({}, { summary, impact }), RECORD);
    expect(
      found.map(({ section, entry, text, start, verdict, reason }) => [
        section,
        entry,
        text.slice(0, 5),
        start,
        verdict,
        reason,
      ]),
    ).toEqual([
      ['summary', null, '14:30', summary.indexOf('14:30'), 'match', null],
      ['impact', null, '13:25', impact.indexOf('13:25'), 'differs', null],
    ]);
  });

  test('have the reason that was given for their claim and fact in this section', () => {
    const [, differing] = checkContent(content({}, { summary, impact }), RECORD);
    const claimed = differing?.claimed ?? '';
    const explained = (section: 'impact' | 'summary', fact: string | null) =>
      checkContent(
        content(
          { explanations: [{ section, claimed, fact, reason: 'From the logs of partners.' }] },
          { summary, impact },
        ),
        RECORD,
      ).map(({ reason }) => reason);
    expect(explained('impact', differing?.fact ?? null)).toEqual([null, 'From the logs of partners.']);
    expect(explained('summary', differing?.fact ?? null)).toEqual([null, null]);
    expect(explained('impact', 'episode.9.end')).toEqual([null, null]);
  });

  test('name the section of the passage that they contradict', () => {
    const cause = 'Monitoring detected the outage at 13:21 UTC.';
    const lessons = 'Monitoring detected the outage at 13:26 UTC.';
    const found = checkContent(content({}, { cause, lessons }), { ...RECORD, facts: [] });
    const at = cause.indexOf('13:21');
    expect(found.map(({ section, verdict, other }) => [section, verdict, other])).toEqual([
      ['cause', 'not_in_record', null],
      ['lessons', 'contradicts', { section: 'cause', entry: null, start: at, end: at + '13:21 UTC'.length }],
    ]);
  });
});
