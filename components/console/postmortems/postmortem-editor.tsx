import type { ReactNode } from 'react';
import type { Send } from '#components/ui/action-form';
import { Card, CardSection } from '#components/ui/card';
import { SECTIONS, type Section } from '#domain/postmortem/sections';
import { dayAt } from '#domain/time/day';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { OwedPostmortem, StaffPostmortem } from '#server/postmortems/view-types';
import { CommentForm } from './comment-form.tsx';
import { CommentThread } from './comment-thread.tsx';
import { EditorHead } from './editor-head.tsx';
import { EditorWorkspace } from './editor-workspace.tsx';
import { ImagesCard } from './images-card.tsx';
import { IncidentsCard } from './incidents-card.tsx';
import { ItemList } from './item-list.tsx';
import { PlainFigures } from './plain-figures.tsx';
import { ReviewCard } from './review-card.tsx';
import { AdviceCard, RecordChange, VersionsCard } from './side-cards.tsx';
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
      <EditorWorkspace
        postmortem={postmortem}
        canEdit={canEdit}
        action={acts.save}
        publishActs={own}
        plainFigures={<PlainFigures postmortem={postmortem} canEdit={canEdit} />}
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
        side={
          <>
            <ReviewCard postmortem={postmortem} approvers={approvers} acts={own} />
            <WholeComments>
              <CommentThread comments={inSections(null)} {...thread} />
              {own && <CommentForm postmortem={publicId} section={null} action={own.comment} newKey={newKey} />}
            </WholeComments>
            <AdviceCard advice={postmortem.advice} />
            <ImagesCard publicId={publicId} images={postmortem.images} canEdit={canEdit} />
            <IncidentsCard postmortem={postmortem} owed={owed} acts={own} />
            <VersionsCard postmortem={postmortem} />
          </>
        }
      />
    </>
  );
}

function bySection(show: (section: Section) => ReactNode): Record<Section, ReactNode> {
  return Object.fromEntries(SECTIONS.map((section) => [section, show(section)])) as Record<Section, ReactNode>; // every section
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
