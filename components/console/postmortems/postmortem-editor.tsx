import type { ReactNode } from 'react';
import type { Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { StatusIcon } from '#components/ui/status-icon';
import { type EditedText, editedText } from '#domain/postmortem/edited-text';
import { REQUIRED_SECTIONS, SECTIONS, type Section } from '#domain/postmortem/sections';
import { dayAt } from '#domain/time/day';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { OwedPostmortem, StaffPostmortem } from '#server/postmortems/view-types';
import { CommentForm } from './comment-form.tsx';
import { CommentThread } from './comment-thread.tsx';
import { EditorHead } from './editor-head.tsx';
import { FiguresPanel } from './figures-panel.tsx';
import { ImagesCard } from './images-card.tsx';
import { IncidentsCard } from './incidents-card.tsx';
import { ItemList } from './item-list.tsx';
import { PublishBar } from './publish-bar.tsx';
import { ReviewCard } from './review-card.tsx';
import { differingIn } from './section-marks.ts';
import { SectionNav } from './section-nav.tsx';
import { AdviceCard, RecordChange, VersionsCard } from './side-cards.tsx';
import { TextCard } from './text-card.tsx';
import type { SendText } from './use-edited-text.ts';

const TEXT = consolePostmortemsEn;

type EditorActs = Record<
  | 'review'
  | 'changes'
  | 'approve'
  | 'publish'
  | 'approveAndPublish'
  | 'comment'
  | 'resolve'
  | 'add'
  | 'change'
  | 'remove'
  | 'link'
  | 'promise',
  Send
> & { save: SendText };

/** `canEdit`: the person is an editor; others only read. `newKey`: names a request, so that sending it again changes nothing. */
type Props = {
  postmortem: StaffPostmortem;
  approvers: readonly { id: string; name: string }[];
  owed: readonly OwedPostmortem[];
  canEdit: boolean;
  acts: EditorActs;
  newKey: string;
};

/** Shows the editor of a post-mortem: sections, text, figures, review, and the bar that publishes. Complete without JavaScript. */
export function PostmortemEditor({ postmortem, approvers, owed, canEdit, acts, newKey }: Props) {
  const { publicId, comments, actionItems, publishedAt, approval, now } = postmortem;
  const own = canEdit ? acts : null;
  const thread = { postmortem: publicId, acts: own, now, newKey };
  const inSections = (section: Section | null) => comments.filter((comment) => comment.section === section);
  return (
    <>
      <EditorHead postmortem={postmortem} canApprove={canEdit && approval === 'granted'} />
      <RecordChange postmortem={postmortem} />
      {!canEdit && <p className="mt-4 text-small text-quiet">{TEXT.editor.readOnly}</p>}
      <div className="mt-5 grid grid-cols-[minmax(0,1fr)] gap-5 lg:grid-cols-[9rem_minmax(0,1fr)_19.75rem]">
        <SectionNav postmortem={postmortem} />
        <TextCard
          action={acts.save}
          postmortem={publicId}
          stored={{ version: postmortem.version, text: storedText(postmortem) }}
          canEdit={canEdit}
          notes={bySection((section) => noteOn(postmortem, section))}
          comments={bySection((section) => <CommentThread comments={inSections(section)} {...thread} />)}
          commentForms={bySection(
            (section) =>
              own && <CommentForm postmortem={publicId} section={section} action={own.comment} newKey={newKey} />,
          )}
          items={
            <ItemList
              postmortem={publicId}
              items={actionItems}
              isPublic={publishedAt !== null}
              today={dayAt(now)}
              acts={own}
              newKey={newKey}
            />
          }
        />
        <div className="space-y-4 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-7.5rem)] lg:self-start lg:overflow-y-auto">
          <FiguresPanel postmortem={postmortem} canEdit={canEdit} />
          <ReviewCard postmortem={postmortem} approvers={approvers} acts={own} />
          <WholeComments>
            <CommentThread comments={inSections(null)} {...thread} />
            {own && <CommentForm postmortem={publicId} section={null} action={own.comment} newKey={newKey} />}
          </WholeComments>
          <AdviceCard advice={postmortem.advice} />
          <ImagesCard publicId={publicId} images={postmortem.images} canEdit={canEdit} />
          <IncidentsCard postmortem={postmortem} owed={owed} acts={own} />
          <VersionsCard postmortem={postmortem} />
        </div>
      </div>
      <PublishBar postmortem={postmortem} acts={own} />
    </>
  );
}

function storedText({ title, content }: StaffPostmortem): EditedText {
  return editedText({ title, content });
}

function bySection(show: (section: Section) => ReactNode): Record<Section, ReactNode> {
  return Object.fromEntries(SECTIONS.map((section) => [section, show(section)])) as Record<Section, ReactNode>; // every section
}

/** Returns what is said about a section beside its heading. */
function noteOn(postmortem: StaffPostmortem, section: Section): ReactNode {
  const { content, actionItems, findings } = postmortem;
  const differing = differingIn(postmortem, section);
  if (differing > 0)
    return (
      <a href="#figures" className="inline-flex min-h-6 items-center gap-1.5 font-semibold text-deg-ink">
        <StatusIcon tone="degraded_performance" size={14} />
        {TEXT.editor.sectionDiffers(differing)}
      </a>
    );
  if (section === 'actions') return actionItems.length > 0 && TEXT.items.count(actionItems.length);
  if (section === 'timeline') return content.timeline.length > 0 && TEXT.entry.count(content.timeline.length);
  const matching = findings.filter((finding) => finding.section === section && finding.verdict === 'match').length;
  if (matching > 0) return TEXT.editor.matching(matching);
  return REQUIRED_SECTIONS.includes(section) && content.sections[section].public === '' && TEXT.editor.required;
}

function WholeComments({ children }: { children: ReactNode }) {
  return (
    <Card labelledBy="whole-comments">
      <CardSection className="sm:px-5 sm:py-4">
        <h2 id="whole-comments" className="text-section">
          {TEXT.comments.whole}
        </h2>
        {children}
      </CardSection>
    </Card>
  );
}
