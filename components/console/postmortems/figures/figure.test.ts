import { describe, expect, test } from 'vitest';
import { checkContent } from '#domain/postmortem/check-content';
import { contentParts } from '#domain/postmortem/content-parts';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import { type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';
import { figuresOf } from './figure.ts';

const at = (clock: string) => Date.parse(`2022-03-30T${clock}:00Z`);
const RECORD: PostmortemRecord = {
  facts: [
    { key: 'episode.1.start', kind: 'instant', value: at('13:20'), component: null, source: 'monitoring' },
    { key: 'episode.1.end', kind: 'instant', value: at('14:30'), component: null, source: 'monitoring' },
    { key: 'downtime', kind: 'duration', value: 70 * 60_000, component: null, source: 'monitoring' },
    {
      key: 'uptime.month',
      kind: 'uptime',
      value: 998_252,
      component: null,
      source: 'calculated',
      period: '2022-03',
    },
  ],
  components: [{ slug: 'serving', name: 'Serving', isAffected: true }],
  from: at('13:20'),
  to: at('14:30'),
  evaluatedUntil: at('18:00'),
};
type Texts = Partial<Record<(typeof TEXT_SECTIONS)[number], string>>;

function contentOf(texts: Texts, more: Partial<PostmortemContent> = {}): PostmortemContent {
  const sections = Object.fromEntries(TEXT_SECTIONS.map((one) => [one, { public: texts[one] ?? '', internal: '' }]));
  return { sections: sections as PostmortemContent['sections'], timeline: [], explanations: [], ...more };
}

function figuresIn(texts: Texts, more: Partial<PostmortemContent> = {}) {
  const content = contentOf(texts, more);
  const { explanations } = content;
  return figuresOf({
    parts: contentParts(content),
    findings: checkContent(content, RECORD),
    explanations,
    record: RECORD,
  });
}

describe('the figures of the texts', () => {
  test('are in the order of the page, and those that differ are numbered', () => {
    const found = figuresIn({
      impact: 'Serving was down from 13:25 UTC. It was down for {{downtime}}.',
      summary: 'Serving was down until 14:50 UTC. Uptime in March was 99.825 %.',
    });
    expect(found.map(({ section, text, state, number }) => [section, text, state, number])).toEqual([
      ['summary', '14:50 UTC', 'differs', 1],
      ['summary', '99.825 %', 'matches', null],
      ['impact', '13:25 UTC', 'differs', 2],
      ['impact', '{{downtime}}', 'matches', null],
    ]);
  });

  test('have names, periods included, and the value of a live reference', () => {
    const found = figuresIn({ summary: 'Uptime in March was 99.825 %. Down for {{downtime}}, seen at {{nothing}}.' });
    expect(found.map(({ name, recorded, state }) => [name, recorded, state])).toEqual([
      ['Uptime, March 2022', '99.825 %', 'matches'],
      ['Total downtime', '1\u00a0h 10\u00a0min', 'matches'],
      ['Unknown figure', null, 'no_value'],
    ]);
  });

  test('have the sentence around them', () => {
    const [figure] = figuresIn({ summary: 'It failed. Serving was down from 13:25 UTC, we think.' });
    expect(figure?.sentence).toEqual({ before: 'Serving was down from ', after: ', we think.' });
  });

  test('are explained by a reason, and lose their number', () => {
    const summary = 'Serving was down from 13:25 UTC.';
    const [open] = figuresIn({ summary });
    const { claimed = '', fact = null } = open ?? {};
    const explanations = [{ section: 'summary' as const, claimed, fact, reason: 'From the logs of partners.' }];
    const [figure] = figuresIn({ summary }, { explanations });
    expect([open?.state, open?.number]).toEqual(['differs', 1]);
    expect([figure?.state, figure?.number, figure?.reason]).toEqual(['explained', null, 'From the logs of partners.']);
    expect(figure?.id).toBe(open?.id);
  });

  test('name the passage that they contradict', () => {
    const found = figuresIn({
      cause: 'Monitoring detected the outage at 13:21 UTC.',
      lessons: 'Monitoring detected the outage at 13:26 UTC.',
    });
    expect(found.at(-1)?.other).toEqual({ section: 'cause', text: '13:21 UTC' });
  });

  test('keep their ids while the text around them changes, and no two have the same', () => {
    const [first, second] = figuresIn({ summary: 'Serving was down from 13:25 UTC. It was down from 13:25 UTC.' });
    expect(first?.id).not.toBe(second?.id);
    const [moved] = figuresIn({ summary: 'On that day, Serving was down from 13:25 UTC.' });
    expect(moved?.id).toBe(first?.id);
  });

  test('of the timeline belong to their entries', () => {
    const timeline = [{ at: 0, text: 'Serving is down for {{downtime}}.', isKey: false }];
    expect(figuresIn({}, { timeline }).map(({ section, entry, start }) => [section, entry, start])).toEqual([
      ['timeline', 0, 20],
    ]);
  });
});
