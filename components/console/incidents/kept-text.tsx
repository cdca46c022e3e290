'use client'; // keeps what was written when a form comes back with an error

import { type TextareaHTMLAttributes, useState } from 'react';

type Props = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'value' | 'onChange'> & {
  label: string;
  hint?: string;
  id: string;
  name: string;
  initial?: string;
};

/** A text of several lines, with its name above it. */
export function KeptText({ label, hint, initial = '', id, ...input }: Props) {
  const [text, setText] = useState(initial);
  return (
    <div className="mt-4">
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-quiet">
          {hint}
        </p>
      )}
      <textarea
        id={id}
        rows={5}
        className="field mt-1"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...input}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}
