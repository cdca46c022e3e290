import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import {
  afterSaving,
  type EditedText,
  isSameText,
  type SavedText,
  type SentText,
} from '#domain/postmortem/edited-text';

type SaveResult = {
  kind: 'error' | 'done';
  message: string;
  saved?: SavedText;
  /** The text of a form that was refused, for pages without scripts. */
  unsaved?: SentText;
  conflict?: { theirs: string; yours: string; version: number };
} | null;
export type SendText = (previous: SaveResult, form: FormData) => Promise<SaveResult>;

/**
 * Connects the form of the editor to its action. The text stays as it was typed, whatever else changes on the page, with the version that it is based on: after a
 * conflict that of the other person, so that saving again is a decision.
 */
export function useEditedText(action: SendText, stored: SavedText) {
  const { result, isPending, form } = usePreservedForm<SaveResult>(action);
  const [base, setBase] = useState(stored);
  const [text, setText] = useState<EditedText>(() => firstText(stored.text, result?.unsaved));
  const sent = useRef<EditedText | null>(null);
  useEffect(() => {
    const [before, saved] = [sent.current, result?.saved];
    if (!before || !saved) return;
    sent.current = null;
    setBase(saved);
    setText((current) => afterSaving(current, before, saved.text));
  }, [result]);

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    sent.current = text;
    form.onSubmit(event);
  }
  return {
    text,
    setText,
    isUnsaved: !isSameText(text, base.text),
    version: result?.conflict?.version ?? base.version,
    result,
    isPending,
    form: { ...form, onSubmit },
  };
}

/** A refused form shows its text again. Without scripts it has no explanations; those that are stored stay. */
function firstText(stored: EditedText, unsaved: SentText | undefined): EditedText {
  return unsaved ? { ...unsaved, explanations: unsaved.explanations ?? stored.explanations } : stored;
}
