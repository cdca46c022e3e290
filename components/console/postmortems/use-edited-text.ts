import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { usePreservedForm } from '#components/ui/use-preserved-form.ts';
import { afterSaving, type EditedText, type SavedText } from '#domain/postmortem/edited-text';

export type SaveResult = {
  kind: 'error' | 'done';
  message: string;
  saved?: SavedText;
  /** The text of a form that was refused, for pages without scripts. */
  unsaved?: EditedText;
  conflict?: { theirs: string; yours: string; version: number };
} | null;
export type SendText = (previous: SaveResult, form: FormData) => Promise<SaveResult>;

/**
 * Connects the form of the editor to its action. The text stays as it was typed, whatever else changes on the page, with the version that it is based on: after a
 * conflict that of the other person, so that saving again is a decision.
 */
export function useEditedText(action: SendText, stored: SavedText) {
  const { result, isPending, form } = usePreservedForm<SaveResult>(action);
  const [text, setText] = useState(result?.unsaved ?? stored.text);
  const [base, setBase] = useState(stored.version);
  const sent = useRef<EditedText | null>(null);
  useEffect(() => {
    const [before, saved] = [sent.current, result?.saved];
    if (!before || !saved) return;
    sent.current = null;
    setBase(saved.version);
    setText((current) => afterSaving(current, before, saved.text));
  }, [result]);

  function onSubmit(event: SubmitEvent<HTMLFormElement>): void {
    sent.current = text;
    form.onSubmit(event);
  }
  const version = result?.conflict?.version ?? base;
  return { text, setText, version, result, isPending, form: { ...form, onSubmit } };
}
