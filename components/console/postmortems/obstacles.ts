import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import type { EditedText } from '#domain/postmortem/edited-text';
import type { Blocker } from '#domain/postmortem/postmortem';
import { REQUIRED_SECTIONS, SECTIONS } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { countFigures, isComplete } from './section-marks.ts';

const TEXT = consolePostmortemsEn.publish;

/** What prevents publishing, with a link to where it is solved. `isWarning`: something is wrong, and not only missing. */
export type Obstacle = {
  key: Blocker['code'] | 'unsaved' | `no ${string}`;
  text: string;
  href: string | null;
  isWarning: boolean;
};

/** A post-mortem with its text and figures as they are now in the editor. */
export type EditedPostmortem = {
  postmortem: StaffPostmortem;
  text: EditedText;
  figures: readonly Figure[];
  isUnsaved: boolean;
};

/** Returns what prevents publishing, in the order in which people solve it: first what the text shows, then what the server says about the rest. */
export function blockingOf({ postmortem, text, figures, isUnsaved }: EditedPostmortem): Obstacle[] {
  const items = postmortem.actionItems.length;
  const missing = REQUIRED_SECTIONS.filter((section) => !isComplete({ text, items }, section));
  const differing = figures.filter(({ state }) => state === 'differs');
  const unknown = figures.filter(({ state }) => state === 'no_value');
  return [
    ...(isUnsaved ? [{ key: 'unsaved' as const, text: TEXT.unsaved, href: '#text', isWarning: true }] : []),
    ...missing.map((section) => ({
      key: `no ${section}` as const,
      text: TEXT.section(enPostmortems.section[section]),
      href: `#${section}`,
      isWarning: false,
    })),
    ...(differing.length > 0 ? [figuresObstacle('figures_differ', TEXT.differ(differing.length))] : []),
    ...(unknown.length > 0 ? [figuresObstacle('unknown_reference', TEXT.reference(unknown.length))] : []),
    ...postmortem.blockers.flatMap((blocker) => otherObstacle(blocker, postmortem)),
  ];
}

function figuresObstacle(key: 'figures_differ' | 'unknown_reference', text: string): Obstacle {
  return { key, text, href: '#figures', isWarning: true };
}

function otherObstacle({ code, count }: Blocker, { incidents, approver }: StaffPostmortem): Obstacle[] {
  const one = (text: string, href: string | null, isWarning = false) => [{ key: code, text, href, isWarning }];
  const incident = `/console/incidents/${incidents[0]?.publicId}`;
  switch (code) {
    case 'record_unavailable':
      return one(TEXT.noRecord, null, true);
    case 'incident_open':
      return one(TEXT.open(count), incident);
    case 'incident_not_public':
      return one(TEXT.notPublic(count), incident);
    case 'not_in_review':
      return one(TEXT.review, '#review');
    case 'not_approved':
      return one(approver ? TEXT.approvalBy(approver.name) : TEXT.approval, '#review');
    default:
      return []; // shown by the text
  }
}

/** Returns what is complete. */
export function completeOf({ postmortem, text, figures }: EditedPostmortem): string[] {
  const items = postmortem.actionItems.length;
  const { open, matching, explained } = countFigures(figures);
  const isMissing = REQUIRED_SECTIONS.some((section) => !isComplete({ text, items }, section));
  const complete = SECTIONS.filter((section) => isComplete({ text, items }, section)).length;
  return [
    ...(matching > 0 && open === 0 ? [TEXT.figures(consolePostmortemsEn.editor.matching(matching), explained)] : []),
    ...(isMissing ? [] : [TEXT.sections(complete, SECTIONS.length)]),
    ...(items > 0 ? [TEXT.items(items)] : []),
  ];
}
