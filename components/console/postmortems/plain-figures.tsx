import { type Figure, figuresOf } from '#components/console/postmortems/figures/figure.ts';
import { FiguresHead } from '#components/console/postmortems/figures/figures-head';
import { OtherFigures } from '#components/console/postmortems/figures/other-figures';
import { Card, CardSection } from '#components/ui/card';
import { contentParts } from '#domain/postmortem/content-parts';
import { findingKeys } from '#domain/postmortem/edited-text';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { componentNamesOf } from './component-names.ts';
import { PlainFinding } from './plain-finding.tsx';

type Props = { postmortem: StaffPostmortem; canEdit: boolean };

/** Shows the check of the stored text for pages without scripts, and for people who only read. Its buttons belong to the form of the editor. */
export function PlainFigures({ postmortem, canEdit }: Props) {
  const { record, findings, content, now } = postmortem;
  const parts = contentParts(content);
  const figures: Figure[] = record ? figuresOf({ parts, findings, explanations: content.explanations, record }) : [];
  const check = { state: record ? ('checked' as const) : ('unavailable' as const), checkedAt: now, figures };
  const keys = findingKeys(findings);
  const shown = findings
    .map((finding, i) => ({
      finding,
      id: keys[i] as string, // one key each
      text: parts.find(({ section, entry }) => section === finding.section && entry === finding.entry)?.text ?? '',
    }))
    .filter(({ finding: { verdict } }) => verdict === 'differs' || verdict === 'contradicts');
  const isExplained = ({ finding }: (typeof shown)[number]) => finding.reason !== null;
  const open = shown.filter((one) => !isExplained(one));
  return (
    <Card id="figures" labelledBy="figures-title" className="scroll-mt-6">
      <FiguresHead check={check} titleId="figures-title" />
      {[...open, ...shown.filter(isExplained)].map((one, i) => (
        <CardSection key={one.id} id={`finding-${i + 1}`} className="scroll-mt-6 sm:p-4">
          <PlainFinding
            {...one}
            number={i + 1}
            isExplained={i >= open.length}
            nameOf={componentNamesOf(postmortem)}
            canEdit={canEdit}
          />
        </CardSection>
      ))}
      <OtherFigures figures={figures.filter(({ state }) => state === 'matches' || state === 'not_in_record')} />
    </Card>
  );
}
