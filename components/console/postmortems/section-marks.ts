import { isUnexplained } from '#domain/postmortem/postmortem';
import type { Section } from '#domain/postmortem/sections';
import type { StaffPostmortem } from '#server/postmortems/view-types';

type Marked = Pick<StaffPostmortem, 'content' | 'actionItems' | 'findings'>;

/** Returns whether a section has a public text, entries or items. */
export function isComplete(
  { content, actionItems }: Pick<Marked, 'content' | 'actionItems'>,
  section: Section,
): boolean {
  if (section === 'actions') return actionItems.length > 0;
  if (section === 'timeline') return content.timeline.length > 0;
  return content.sections[section].public.trim() !== '';
}

/** Returns how many figures of a section differ without a reason. */
export function differingIn({ findings }: Pick<Marked, 'findings'>, section: Section): number {
  return findings.filter((finding) => finding.section === section && isUnexplained(finding)).length;
}
