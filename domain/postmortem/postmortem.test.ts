import { describe, expect, test } from 'vitest';
import { blockersOf, POSTMORTEM_STATES, type PostmortemStep, type Readiness, stateAfter } from './postmortem.ts';
import { type PostmortemContent, TEXT_SECTIONS } from './sections.ts';

const STEPS: Record<PostmortemStep, readonly (string | null)[]> = {
  edit: ['draft', 'in_review', 'in_review', 'draft'],
  review: ['in_review', null, null, null],
  changes: [null, 'draft', 'draft', null],
  approval: [null, 'approved', null, null],
  publication: [null, null, 'published', null],
};

describe('the states of a post-mortem', () => {
  test.each(Object.entries(STEPS))('%s', (step, after) => {
    expect(POSTMORTEM_STATES.map((state) => stateAfter(state, step as PostmortemStep))).toEqual(after);
  });
});

const content = (change: Partial<PostmortemContent> = {}): PostmortemContent => ({
  sections: Object.fromEntries(
    TEXT_SECTIONS.map((name) => [name, { public: 'A text.', internal: '' }]),
  ) as PostmortemContent['sections'],
  timeline: [{ at: 0, text: 'It begins.', isKey: false }],
  explanations: [],
  ...change,
});

const READY: Readiness = {
  state: 'approved',
  content: content(),
  actionItems: 1,
  findings: [],
  unknownReferences: [],
  incidents: [{ isOpen: false, isPublic: true }],
  hasRecord: true,
};
const blockers = (change: Partial<Readiness>) =>
  blockersOf({ ...READY, ...change }).map(({ code, section, count }) => [code, section, count]);

describe('what prevents publishing', () => {
  test('is nothing once a complete version is approved', () => expect(blockers({})).toEqual([]));

  test('is each required section that has no public text, entries or items', () => {
    const empty = content({ timeline: [] });
    for (const name of TEXT_SECTIONS) empty.sections[name] = { public: ' \n', internal: 'Only for us.' };
    expect(blockers({ content: empty, actionItems: 0 })).toEqual([
      ['section_missing', 'summary', 1],
      ['section_missing', 'impact', 1],
      ['section_missing', 'cause', 1],
      ['section_missing', 'timeline', 1],
      ['section_missing', 'actions', 1],
    ]);
  });

  test('is a figure that differs or contradicts without a reason, by section', () => {
    const finding = (
      section: 'summary' | 'impact',
      verdict: 'match' | 'differs' | 'contradicts' | 'not_in_record',
    ) => ({
      section,
      verdict,
      reason: null,
    });
    const findings = [
      finding('summary', 'match'),
      finding('summary', 'not_in_record'),
      finding('impact', 'differs'),
      finding('impact', 'contradicts'),
      { ...finding('summary', 'differs'), reason: 'From the logs of two partners.' },
    ];
    expect(blockers({ findings })).toEqual([['figures_differ', 'impact', 2]]);
  });

  test('is a live reference without a value, and a record that cannot be read', () => {
    expect(blockers({ unknownReferences: ['impact', 'impact'], hasRecord: false })).toEqual([
      ['unknown_reference', 'impact', 2],
      ['record_unavailable', null, 1],
    ]);
  });

  test('is an incident that is open or internal', () => {
    const incidents = [
      { isOpen: true, isPublic: true },
      { isOpen: true, isPublic: false },
    ];
    expect(blockers({ incidents })).toEqual([
      ['incident_open', null, 2],
      ['incident_not_public', null, 1],
    ]);
  });

  test('is a version that was not reviewed or approved', () => {
    expect(blockers({ state: 'draft' })).toEqual([['not_in_review', null, 1]]);
    expect(blockers({ state: 'in_review' })).toEqual([['not_approved', null, 1]]);
    expect(blockers({ state: 'published' })).toEqual([]);
  });
});
