import type { ReactNode } from 'react';
import { Card, CardSection } from '#components/ui/card';
import { Field } from '#components/ui/fields';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import type { EditedText } from '#domain/postmortem/edited-text';
import { SECTIONS, type Section, type SectionText, type TextSection } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import type { CheckedProps } from './checked-props.ts';
import { EDITOR_FORM } from './editor-form.ts';
import { Legend } from './legend.tsx';
import { SaveBar } from './save-bar.tsx';
import { InternalField, PublicField } from './section-fields.tsx';
import { SectionHead } from './section-head.tsx';
import { SectionNote } from './section-note.tsx';
import { TimelineFields } from './timeline-fields.tsx';
import type { useEditedText } from './use-edited-text.ts';

const TEXT = consolePostmortemsEn.editor;

/**
 * `edited`: the text as it is typed. `figures`: those of its last check. `comments`: the conversations below a section, `commentForms`: the form for another one.
 * `items`: the action items.
 */
type Props = {
  postmortem: StaffPostmortem;
  edited: ReturnType<typeof useEditedText>;
  canEdit: boolean;
  isLive: boolean;
  comments: Readonly<Record<Section, ReactNode>>;
  commentForms: Readonly<Record<Section, ReactNode>>;
  items: ReactNode;
} & CheckedProps;

/** Shows the whole text with its form. The fields name the form, because a conversation below a section has forms of its own. */
export function TextCard({ postmortem, edited, canEdit, isLive, comments, commentForms, items, ...checked }: Props) {
  const { text, setText, version, form } = edited;
  const { figures } = checked;
  const fieldsOf = (section: TextSection) => ({
    section,
    text: text.sections[section],
    onChange: (own: SectionText) => setText((now) => ({ ...now, sections: { ...now.sections, [section]: own } })),
    canEdit,
  });
  return (
    <Card id="text" className="scroll-mt-6">
      <form {...form} id={EDITOR_FORM} className={canEdit ? 'editor-tools' : ''}>
        <input type="hidden" name="postmortem" value={postmortem.publicId} />
        <input type="hidden" name="version" value={version} />
        {isLive && <input type="hidden" name="explanations" value={JSON.stringify(text.explanations)} />}
        {canEdit && <SaveBar edited={edited} isLive={isLive} />}
      </form>
      <CardSection className="sm:py-5">
        <TitleField text={text} setText={setText} canEdit={canEdit} />
      </CardSection>
      {SECTIONS.map((section) => (
        <CardSection key={section} id={section} labelledBy={`${section}-title`} className="scroll-mt-16 sm:py-5">
          <SectionHead
            section={section}
            note={<SectionNote section={section} text={text} items={postmortem.actionItems.length} figures={figures} />}
          />
          {section === 'actions' && items}
          {section === 'timeline' && <TimelineFields text={text} setText={setText} canEdit={canEdit} {...checked} />}
          {isTextSection(section) && <PublicField {...fieldsOf(section)} {...checked} />}
          {comments[section]}
          <div className="flex flex-wrap gap-x-5 empty:hidden">
            {isTextSection(section) && <InternalField {...fieldsOf(section)} />}
            {commentForms[section]}
          </div>
        </CardSection>
      ))}
      <Legend figures={figures} />
    </Card>
  );
}

function isTextSection(section: Section): section is TextSection {
  return section !== 'timeline' && section !== 'actions';
}

type TitleProps = { text: EditedText; setText: (change: (now: EditedText) => EditedText) => void; canEdit: boolean };

function TitleField({ text, setText, canEdit }: TitleProps) {
  return (
    <div className="-mt-4">
      <Field
        id="title"
        name="title"
        form={EDITOR_FORM}
        label={TEXT.title}
        value={text.title}
        onChange={({ target }) => setText((now) => ({ ...now, title: target.value }))}
        maxLength={TITLE_LENGTH_MAX}
        readOnly={!canEdit}
        autoComplete="off"
        required
      />
    </div>
  );
}
