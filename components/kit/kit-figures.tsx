'use client'; // texts are checked while they are written

import { useState } from 'react';
import { CheckedText } from '#components/console/postmortems/figures/checked-text';
import { withExplanation, withoutExplanation } from '#components/console/postmortems/figures/explanations.ts';
import { FiguresBar } from '#components/console/postmortems/figures/figures-bar';
import { FiguresHead } from '#components/console/postmortems/figures/figures-head';
import { FiguresPanel } from '#components/console/postmortems/figures/figures-panel';
import { insertableFigures } from '#components/console/postmortems/figures/insertable-figures.ts';
import { TextToolbar } from '#components/console/postmortems/figures/text-toolbar';
import { type FigureCheck, useFigureCheck } from '#components/console/postmortems/figures/use-figure-check.ts';
import { useSelectedFigure } from '#components/console/postmortems/figures/use-selected-figure.ts';
import { Card } from '#components/ui/card';
import type { SectionFinding } from '#domain/postmortem/content-parts';
import type { PostmortemContent, TextSection } from '#domain/postmortem/sections';
import { enPostmortems } from '#messages/en/postmortems';
import { Sample } from './sample.tsx';
import { SAMPLE_CONTENT, SAMPLE_RECORD } from './sample-postmortem.ts';

const NOW = Date.parse('2022-03-31T09:04:12.000Z');
const INSERTABLE = insertableFigures(SAMPLE_RECORD);
const SECTIONS = ['summary', 'impact'] as const;

const STATES: FigureCheck[] = [
  { state: 'checked', checkedAt: NOW, figures: [] },
  { state: 'checking', checkedAt: NOW, figures: [] },
  { state: 'unavailable', checkedAt: NOW, figures: [] },
];

/** Shows texts whose figures are checked, beside their findings. `findings`: of the sample, found by the server. */
export function KitFigures({ findings }: { findings: readonly SectionFinding[] }) {
  const [content, setContent] = useState(SAMPLE_CONTENT);
  const check = useFigureCheck({ record: SAMPLE_RECORD, content, findings, now: NOW });
  const selected = useSelectedFigure(check.figures);
  const write = (section: TextSection, text: string) =>
    setContent((now) => ({ ...now, sections: { ...now.sections, [section]: { public: text, internal: '' } } }));
  const explain = (explanations: PostmortemContent['explanations']) => setContent((now) => ({ ...now, explanations }));
  const findingsProps = {
    check,
    selected,
    onExplain: (figure, reason) => explain(withExplanation(content.explanations, figure, reason)),
    onRemove: (figure) => explain(withoutExplanation(content.explanations, figure)),
    hrefOf: ({ fact }) => (fact === null ? null : '#kit-link'),
  } satisfies Parameters<typeof FiguresPanel>[0];
  return (
    <Sample title="Text with checked figures">
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_19.75rem]">
        <div className="grid gap-5">
          <TextToolbar />
          {SECTIONS.map((section) => (
            <section key={section}>
              <h3 id={`kit-${section}`} className="text-section">
                {enPostmortems.section[section]}
              </h3>
              <CheckedText
                place={{ section, entry: null }}
                name={section}
                labelledBy={`kit-${section}`}
                value={content.sections[section].public}
                onChange={(text) => write(section, text)}
                figures={check.figures}
                selected={selected}
                insertable={INSERTABLE}
              />
            </section>
          ))}
        </div>
        <FiguresPanel {...findingsProps} />
        <FiguresBar {...findingsProps} />
      </div>
      <div className="grid items-start gap-5 sm:grid-cols-3">
        {STATES.map((state) => (
          <Card key={state.state}>
            <FiguresHead check={state} />
          </Card>
        ))}
      </div>
    </Sample>
  );
}
