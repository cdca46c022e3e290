import { expect, test } from 'vitest';
import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import { editedText } from '#domain/postmortem/edited-text';
import { type PostmortemContent, TEXT_SECTIONS } from '#domain/postmortem/sections';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { blockingOf, completeOf, type EditedPostmortem } from './obstacles.ts';

const CONTENT: PostmortemContent = {
  sections: Object.fromEntries(
    TEXT_SECTIONS.map((name) => [name, { public: `Text of ${name}.`, internal: '' }]),
  ) as PostmortemContent['sections'], // every section
  timeline: [{ at: 0, text: 'It begins.', isKey: true }],
  explanations: [],
};
const figure = (state: Figure['state'], section: Figure['section'] = 'impact') => ({ state, section }) as Figure;
type Change = Partial<EditedPostmortem> & {
  own?: Partial<StaffPostmortem>;
  texts?: Partial<PostmortemContent['sections']>;
};

function edited({ own, texts, ...change }: Change = {}): EditedPostmortem {
  const postmortem = {
    title: 'Serving down',
    content: CONTENT,
    actionItems: [{}],
    blockers: [],
    incidents: [{ publicId: 'incident0001' }],
    approver: null,
    ...own,
  } as unknown as StaffPostmortem; // what the bar reads of it
  const text = editedText({
    title: 'Serving down',
    content: { ...CONTENT, sections: { ...CONTENT.sections, ...texts } },
  });
  return { postmortem, text, figures: [figure('matches')], isUnsaved: false, ...change };
}
const texts = (change?: Change) => blockingOf(edited(change)).map(({ text }) => text);

test('nothing prevents publishing a complete text with figures that match', () => {
  expect(texts()).toEqual([]);
  expect(completeOf(edited())).toEqual(['1 figure matches', '8 of 8 sections', '1 action item']);
});

test('the text as it is typed counts, not the one that the server checked', () => {
  const own: Partial<StaffPostmortem> = {
    blockers: [
      { code: 'figures_differ', section: 'impact', count: 3 },
      { code: 'section_missing', section: 'cause', count: 1 },
    ],
  };
  expect(texts({ own })).toEqual([]);
  expect(texts({ isUnsaved: true, texts: { cause: { public: ' ', internal: 'Ask them.' } } })).toEqual([
    'Unsaved changes',
    'Cause is missing',
  ]);
  const figures = [figure('differs'), figure('differs', 'summary'), figure('no_value'), figure('explained')];
  expect(texts({ figures })).toEqual(['2 figures differ', '1 live reference has no value']);
});

test('the rest is what the server says, with a link to where it is solved', () => {
  const blockers = (['record_unavailable', 'incident_open', 'incident_not_public', 'not_approved'] as const).map(
    (code) => ({ code, section: null, count: 1 }),
  );
  const approver = { kind: 'staff', name: 'Ada Admin' };
  expect(blockingOf(edited({ own: { blockers, approver } })).map(({ text, href }) => [text, href])).toEqual([
    ['Figures can’t be checked now', null],
    ['The incident is open', '/console/incidents/incident0001'],
    ['The incident is not public', '/console/incidents/incident0001'],
    ['Approval by Ada Admin', '#review'],
  ]);
  expect(texts({ own: { blockers: [{ code: 'not_in_review', section: null, count: 1 }] } })).toEqual([
    'Review not requested',
  ]);
});

test('optional sections and explained figures are counted with what is complete', () => {
  const empty = { public: '', internal: '' };
  expect(
    completeOf(
      edited({ texts: { well: empty }, figures: [figure('matches'), figure('matches'), figure('explained')] }),
    ),
  ).toEqual(['2 figures match, 1 explained', '7 of 8 sections', '1 action item']);
  expect(completeOf(edited({ own: { actionItems: [] }, figures: [] }))).toEqual([]);
});
