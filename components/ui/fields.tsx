import type { InputHTMLAttributes, ReactNode, TextareaHTMLAttributes } from 'react';

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { label: string; name: string; id: string; hint?: string };

/** Shows a label above a field, and its hint. */
function Label({ id, label, hint }: { id: string; label: string; hint: string | undefined }) {
  return (
    <>
      <label htmlFor={id} className="block font-semibold">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="text-small text-quiet">
          {hint}
        </p>
      )}
    </>
  );
}

/** Shows a text field of one line with its label. */
export function Field({ label, hint, id, ...input }: FieldProps) {
  return (
    <div className="mt-4">
      <Label id={id} label={label} hint={hint} />
      <input id={id} className="field mt-1" aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
    </div>
  );
}

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  label: string;
  hint?: string;
  id: string;
  name: string;
};

/** Shows a text field of several lines with its label. */
export function TextArea({ label, hint, id, ...input }: TextAreaProps) {
  return (
    <div className="mt-4">
      <Label id={id} label={label} hint={hint} />
      <textarea id={id} rows={5} className="field mt-1" aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
    </div>
  );
}

type ChoiceProps = {
  label: string;
  id: string;
  name: string;
  value?: string | undefined;
  options: readonly { value: string; label: string }[];
  isLabelHidden?: boolean;
};

/** Shows a select field with its label. */
export function Choice({ label, id, name, value, options, isLabelHidden = false }: ChoiceProps) {
  return (
    <div className={isLabelHidden ? '' : 'mt-4'}>
      <label htmlFor={id} className={isLabelHidden ? 'sr-only' : 'block font-semibold'}>
        {label}
      </label>
      <select id={id} name={name} defaultValue={value} className="field mt-1">
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

type TickProps = { id: string; name: string; value: string; isTicked?: boolean; hint?: string; children: ReactNode };

/** Shows a checkbox that is large enough for touch. */
export function Tick({ id, name, value, isTicked = false, hint, children }: TickProps) {
  return (
    <div className="flex items-start gap-2 py-1">
      <input
        type="checkbox"
        id={id}
        name={name}
        value={value}
        defaultChecked={isTicked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-1 size-5 shrink-0 accent-accent-solid-solid"
      />
      <div>
        <label htmlFor={id} className="inline-block min-h-6">
          {children}
        </label>
        {hint && (
          <p id={`${id}-hint`} className="text-small text-quiet">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}

/** Tells password managers whose password the form is about. Neither visible nor submitted. */
export function Whose({ email }: { email: string }) {
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}
