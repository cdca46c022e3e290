'use client'; // keeps what was typed while the page changes; a plain form without JavaScript

import type { ReactNode } from 'react';
import { Difference } from '#components/console/incidents/difference';
import { Button } from '#components/ui/button';
import { Card, CardSection } from '#components/ui/card';
import { Field } from '#components/ui/fields';
import { TITLE_LENGTH_MAX } from '#domain/incident/title';
import type { EditedText, SavedText } from '#domain/postmortem/edited-text';
import { SECTIONS, type Section, type SectionText, type TextSection } from '#domain/postmortem/sections';
import { consoleEn } from '#messages/en/console';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { EDITOR_FORM } from './editor-form.ts';
import { InternalField, PublicField } from './section-fields.tsx';
import { SectionHead } from './section-head.tsx';
import { TimelineFields } from './timeline-fields.tsx';
import { type SaveResult, type SendText, useEditedText } from './use-edited-text.ts';

const TEXT = consolePostmortemsEn.editor;

/** `notes`: what is said about a section beside its heading. `comments`: the conversations below it, `commentForms`: the form for another one. `items`: the action items. */
type Props = {
  action: SendText;
  postmortem: string;
  stored: SavedText;
  canEdit: boolean;
  notes: Readonly<Record<Section, ReactNode>>;
  comments: Readonly<Record<Section, ReactNode>>;
  commentForms: Readonly<Record<Section, ReactNode>>;
  items: ReactNode;
};

/** Shows the whole text with its form. The fields name the form, because a conversation below a section has forms of its own. */
export function TextCard({ action, postmortem, stored, canEdit, notes, comments, commentForms, items }: Props) {
  const { text, setText, version, result, isPending, form } = useEditedText(action, stored);
  const fieldsOf = (section: TextSection) => ({
    section,
    text: text.sections[section],
    onChange: (own: SectionText) => setText((now) => ({ ...now, sections: { ...now.sections, [section]: own } })),
    canEdit,
  });
  return (
    <Card id="text" className="scroll-mt-6">
      <form {...form} id={EDITOR_FORM}>
        <input type="hidden" name="postmortem" value={postmortem} />
        <input type="hidden" name="version" value={version} />
        {canEdit && <SaveBar isPending={isPending} result={result} />}
      </form>
      <CardSection className="sm:py-5">
        <TitleField text={text} setText={setText} canEdit={canEdit} />
      </CardSection>
      {SECTIONS.map((section) => (
        <CardSection key={section} id={section} labelledBy={`${section}-title`} className="scroll-mt-16 sm:py-5">
          <SectionHead section={section} note={notes[section]} />
          {section === 'actions' && items}
          {section === 'timeline' && <TimelineFields text={text} setText={setText} canEdit={canEdit} />}
          {isTextSection(section) && <PublicField {...fieldsOf(section)} />}
          {comments[section]}
          <div className="flex flex-wrap gap-x-5 empty:hidden">
            {isTextSection(section) && <InternalField {...fieldsOf(section)} />}
            {commentForms[section]}
          </div>
        </CardSection>
      ))}
    </Card>
  );
}

function isTextSection(section: Section): section is TextSection {
  return section !== 'timeline' && section !== 'actions';
}

function SaveBar({ isPending, result }: { isPending: boolean; result: SaveResult }) {
  return (
    <div className="border-b border-line px-4 py-2 sm:px-6">
      <div className="flex items-center justify-between gap-4">
        <p className="min-w-0 text-micro text-quiet">{TEXT.textHint}</p>
        <Button
          type="submit"
          name="intent"
          value="save"
          size="small"
          isPending={isPending}
          pendingText={consoleEn.form.working}
        >
          {TEXT.save}
        </Button>
      </div>
      <div aria-live="polite">
        {result && (
          <p
            className={`my-2 border-s-4 ps-3 font-semibold ${result.kind === 'error' ? 'border-maj-solid text-maj-ink' : 'border-accent'}`}
          >
            {result.message}
          </p>
        )}
        {result?.conflict && <Difference {...result.conflict} />}
      </div>
    </div>
  );
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
