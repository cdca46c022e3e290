import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import { StatusIcon } from '#components/ui/status-icon';
import type { EditedText } from '#domain/postmortem/edited-text';
import { REQUIRED_SECTIONS, type Section } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { countFigures, isComplete } from './section-marks.ts';

const TEXT = consolePostmortemsEn;

type Props = { section: Section; text: EditedText; items: number; figures: readonly Figure[] };

/** Says beside the heading of a section how its figures compare, or what it has. */
export function SectionNote({ section, text, items, figures }: Props) {
  const { open, matching, explained } = countFigures(figures, section);
  if (open > 0)
    return (
      <a href="#figures" className="inline-flex min-h-6 items-center gap-1.5 font-semibold text-deg-ink">
        <StatusIcon tone="degraded_performance" size={14} />
        {TEXT.editor.sectionDiffers(open)}
      </a>
    );
  if (section === 'actions' && items > 0) return TEXT.items.count(items);
  if (section === 'timeline' && text.timeline.length > 0) return TEXT.entry.count(text.timeline.length);
  if (matching > 0) return TEXT.publish.figures(TEXT.editor.matching(matching), explained);
  return REQUIRED_SECTIONS.includes(section) && !isComplete({ text, items }, section) ? TEXT.editor.required : null;
}
