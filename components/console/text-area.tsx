import type { TextareaHTMLAttributes } from 'react';

type Props = TextareaHTMLAttributes<HTMLTextAreaElement> & { label: string; hint?: string; id: string; name: string };

/** Several lines to fill in, with their name above them. */
export function TextArea({ label, hint, id, ...input }: Props) {
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
      <textarea id={id} rows={5} className="field mt-1" aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
    </div>
  );
}
