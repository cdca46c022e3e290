import type { InputHTMLAttributes, ReactNode } from 'react';

type FieldProps = InputHTMLAttributes<HTMLInputElement> & { label: string; name: string; id: string; hint?: string };

/** One line to fill in, with its name above it. */
export function Field({ label, hint, id, ...input }: FieldProps) {
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
      <input id={id} className="field mt-1" aria-describedby={hint ? `${id}-hint` : undefined} {...input} />
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

/** One of several, with its name above it. */
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

type TickProps = { id: string; name: string; value: string; children: ReactNode };

/** Something to tick, large enough for a thumb. */
export function Tick({ id, name, value, children }: TickProps) {
  return (
    <div className="flex items-start gap-2 py-1">
      <input type="checkbox" id={id} name={name} value={value} className="mt-1 size-5 shrink-0 accent-accent" />
      <label htmlFor={id} className="min-h-6">
        {children}
      </label>
    </div>
  );
}

/** Tells a keeper of passwords whose password the form is about; it is neither seen nor sent. */
export function Whose({ email }: { email: string }) {
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}
