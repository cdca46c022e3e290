'use client'; // checks and marks figures while typing; plain fields and a plain list of figures without JavaScript

import { type MouseEvent, type ReactNode, useMemo } from 'react';
import { withExplanation, withoutExplanation } from '#components/console/postmortems/figures/explanations.ts';
import { type Figure, isOpen } from '#components/console/postmortems/figures/figure.ts';
import { FiguresBar } from '#components/console/postmortems/figures/figures-bar';
import { FiguresPanel } from '#components/console/postmortems/figures/figures-panel';
import { insertableFigures } from '#components/console/postmortems/figures/insertable-figures.ts';
import { useFigureCheck } from '#components/console/postmortems/figures/use-figure-check.ts';
import { useSelectedFigure } from '#components/console/postmortems/figures/use-selected-figure.ts';
import { type EditedText, editedText } from '#domain/postmortem/edited-text';
import type { PostmortemRecord } from '#domain/postmortem/facts';
import type { Section } from '#domain/postmortem/sections';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { type PublishActs, PublishBar } from './publish-bar.tsx';
import { recordHref } from './record-href.ts';
import { SectionNav } from './section-nav.tsx';
import { TextCard } from './text-card.tsx';
import { type SendText, useEditedText } from './use-edited-text.ts';
import { useIsLive } from './use-is-live.ts';
import { useLeaveWarning } from './use-leave-warning.ts';
import { useSaveKey } from './use-save-key.ts';

/** `plainFigures`: the list of figures without JavaScript, and for people who only read. `side`: what is below the figures. */
type Props = {
  postmortem: StaffPostmortem;
  canEdit: boolean;
  action: SendText;
  publishActs: PublishActs;
  plainFigures: ReactNode;
  comments: Readonly<Record<Section, ReactNode>>;
  commentForms: Readonly<Record<Section, ReactNode>>;
  items: ReactNode;
  side: ReactNode;
};

/** Shows sections, text and figures side by side, and the bar that publishes below them, all about the text as it is typed. */
export function EditorWorkspace({ postmortem, canEdit, action, publishActs, plainFigures, side, ...parts }: Props) {
  const { findings, now, version, actionItems } = postmortem;
  const edited = useEditedText(action, { version, text: editedText(postmortem) });
  const record = useSameRecord(postmortem.record);
  const insertable = useMemo(() => (record ? insertableFigures(record) : []), [record]);
  const check = useFigureCheck({ record, content: edited.text, findings, now });
  const selected = useSelectedFigure(check.figures);
  const isLive = useIsLive() && canEdit;
  useLeaveWarning(edited.isUnsaved);
  useSaveKey(canEdit);
  const explain = (change: (now: EditedText['explanations']) => EditedText['explanations']) =>
    edited.setText((text) => ({ ...text, explanations: change(text.explanations) }));
  const findingsProps = {
    check,
    selected,
    onExplain: (figure: Figure, reason: string) => explain((all) => withExplanation(all, figure, reason)),
    onRemove: (figure: Figure) => explain((all) => withoutExplanation(all, figure)),
    hrefOf: (figure: Figure) => recordHref(figure, postmortem),
  };
  const live = { text: edited.text, figures: check.figures };
  /** Links to the figures lead to the first that differs; on phones, it is in a sheet. */
  function onClick(event: MouseEvent): void {
    const link = event.target instanceof Element && event.target.closest('a[href="#figures"]');
    const first = check.figures.find(isOpen);
    if (!link || !first || !isLive || event.defaultPrevented) return;
    event.preventDefault();
    selected.visit(first.id);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is the links that are clicked
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys click links too
    <div onClick={onClick}>
      <div className="editor-columns mt-5">
        <SectionNav {...live} items={actionItems.length} isLive={isLive} />
        <TextCard
          {...parts}
          postmortem={postmortem}
          edited={edited}
          canEdit={canEdit}
          isLive={isLive}
          figures={check.figures}
          selected={selected}
          insertable={insertable}
        />
        <div className="editor-side">
          {isLive ? <FiguresPanel {...findingsProps} /> : plainFigures}
          {side}
        </div>
      </div>
      <div className="editor-bars">
        {isLive && <FiguresBar {...findingsProps} />}
        <PublishBar postmortem={postmortem} {...live} isUnsaved={edited.isUnsaved} acts={publishActs} />
      </div>
    </div>
  );
}

/** Returns the same object while the record has the same content, so that a page that is rendered again does not check its text again. */
function useSameRecord(record: PostmortemRecord | null): PostmortemRecord | null {
  const content = JSON.stringify(record);
  return useMemo(() => record, [content]);
}
