import type { Blocker } from '#domain/postmortem/postmortem';
import { SECTIONS } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { figuresOf } from './figures-of.ts';
import { isComplete } from './section-marks.ts';

const TEXT = consolePostmortemsEn.publish;

/** What prevents publishing, with a link to where it is solved. `isWarning`: something is wrong, and not only missing. */
export type Obstacle = { key: string; text: string; href: string | null; isWarning: boolean };

/** Returns what prevents publishing, in the order in which people solve it. Figures that differ are one line for all sections. */
export function blockingOf(postmortem: StaffPostmortem): Obstacle[] {
  const byCode = Map.groupBy(postmortem.blockers, ({ code }) => code);
  return [...byCode].flatMap(([code, own]) => obstaclesOf(code, own, postmortem));
}

function obstaclesOf(code: Blocker['code'], own: readonly Blocker[], postmortem: StaffPostmortem): Obstacle[] {
  const count = own.reduce((sum, blocker) => sum + blocker.count, 0);
  const one = (text: string, href: string | null, isWarning = false) => [{ key: code, text, href, isWarning }];
  const incident = `/console/incidents/${postmortem.incidents[0]?.publicId}`;
  switch (code) {
    case 'section_missing':
      return own.flatMap(({ section }) =>
        section === null
          ? []
          : [
              {
                key: section,
                text: TEXT.section(enPostmortems.section[section]),
                href: `#${section}`,
                isWarning: false,
              },
            ],
      );
    case 'figures_differ':
      return one(TEXT.differ(count), '#finding-1', true);
    case 'unknown_reference':
      return one(TEXT.reference(count), `#${own[0]?.section}`, true);
    case 'record_unavailable':
      return one(TEXT.noRecord, null, true);
    case 'incident_open':
      return one(TEXT.open(count), incident);
    case 'incident_not_public':
      return one(TEXT.notPublic(count), incident);
    case 'not_in_review':
      return one(TEXT.review, '#review');
    case 'not_approved':
      return one(postmortem.approver ? TEXT.approvalBy(postmortem.approver.name) : TEXT.approval, '#review');
  }
}

/** Returns what is complete. */
export function completeOf(postmortem: StaffPostmortem): string[] {
  const { blockers, actionItems } = postmortem;
  const { counts } = figuresOf(postmortem);
  const has = (code: Blocker['code']) => blockers.some((blocker) => blocker.code === code);
  const complete = SECTIONS.filter((section) => isComplete(postmortem, section)).length;
  const figures = TEXT.figures(consolePostmortemsEn.editor.matching(counts.matching), counts.explained);
  return [
    ...(counts.matching > 0 && !has('figures_differ') ? [figures] : []),
    ...(has('section_missing') ? [] : [TEXT.sections(complete, SECTIONS.length)]),
    ...(actionItems.length > 0 ? [TEXT.items(actionItems.length)] : []),
  ];
}
