import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button';
import { TextArea } from '#components/ui/fields';
import { EXPLANATION_LENGTH_MAX, EXPLANATION_LENGTH_MIN } from '#domain/postmortem/sections';
import { consoleFiguresEn } from '#messages/en/console-figures';

const TEXT = consoleFiguresEn.explanation;

type Props = { reason: string; onSave: (reason: string) => void; onCancel: () => void };

/** Asks for the reason why a figure differs. */
export function ExplanationForm({ reason, onSave, onCancel }: Props) {
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(reason);
  const [isTooShort, setTooShort] = useState(false);
  useEffect(() => {
    root.current?.querySelector('textarea')?.focus();
  }, []);
  function save(): void {
    const trimmed = text.trim();
    if (trimmed.length >= EXPLANATION_LENGTH_MIN) onSave(trimmed);
    setTooShort(trimmed.length < EXPLANATION_LENGTH_MIN);
  }
  return (
    <div ref={root}>
      <TextArea
        id={id}
        name=""
        label={TEXT.label}
        hint={TEXT.hint(EXPLANATION_LENGTH_MIN, EXPLANATION_LENGTH_MAX)}
        error={isTooShort ? TEXT.tooShort(EXPLANATION_LENGTH_MIN) : undefined}
        rows={3}
        maxLength={EXPLANATION_LENGTH_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="small" onClick={save}>
          {TEXT.save}
        </Button>
        <Button size="small" variant="ghost" onClick={onCancel}>
          {TEXT.cancel}
        </Button>
      </div>
    </div>
  );
}
