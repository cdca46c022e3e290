import type { ComponentProps, ReactNode, TextareaHTMLAttributes } from 'react';
import { Icon } from './icon.tsx';
import { StatusIcon } from './status-icon.tsx';

type Frame = { label: string; id: string; hint?: string | undefined; error?: string | undefined };

/** Shows a label and a hint above a field, and its error below. */
function Framed({ label, id, hint, error, children }: Frame & { children: ReactNode }) {
  return (
    <div className="mt-4">
      <label htmlFor={id} className="block text-small font-label text-ink">
        {label}
      </label>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-micro text-quiet">
          {hint}
        </p>
      )}
      <div className={hint ? 'mt-2' : 'mt-1.5'}>{children}</div>
      {error && (
        <p id={`${id}-error`} className="mt-1.5 flex items-center gap-2 text-micro font-medium text-maj-ink">
          <StatusIcon tone="major_outage" size={14} />
          {error}
        </p>
      )}
    </div>
  );
}

/** Returns the attributes that connect a field with its hint and its error. */
function described({ id, hint, error }: Frame) {
  const ids = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined };
}

type FieldProps = ComponentProps<'input'> & Frame & { name: string; unit?: string };

/** Shows a text field of one line with its label. `unit` is shown at its end. */
export function Field({ label, hint, error, unit, id, ...input }: FieldProps) {
  const frame = { label, id, hint, error };
  const field = <input id={id} className="field" {...described(frame)} {...input} />;
  return (
    <Framed {...frame}>
      {unit ? (
        <span className="field-unit">
          {field}
          <span className="text-small text-quiet">{unit}</span>
        </span>
      ) : (
        field
      )}
    </Framed>
  );
}

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & Frame & { name: string };

/** Shows a text field of several lines with its label. */
export function TextArea({ label, hint, error, id, ...input }: TextAreaProps) {
  const frame = { label, id, hint, error };
  return (
    <Framed {...frame}>
      <textarea id={id} rows={5} className="field" {...described(frame)} {...input} />
    </Framed>
  );
}

type ChoiceProps = Frame & {
  name: string;
  value?: string | undefined;
  options: readonly { value: string; label: string }[];
  isLabelHidden?: boolean;
};

/** Shows a select field with its label. */
export function Choice({ label, id, hint, error, name, value, options, isLabelHidden = false }: ChoiceProps) {
  const frame = { label, id, hint, error };
  const select = (
    <span className="field-unit">
      <select id={id} name={name} defaultValue={value} className="field" {...described(frame)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <span>
        <Icon name="chevron" className="size-4 rotate-90 text-quiet" />
      </span>
    </span>
  );
  if (!isLabelHidden) return <Framed {...frame}>{select}</Framed>;
  return (
    <div>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      {select}
    </div>
  );
}

type MarkProps = {
  type: 'checkbox' | 'radio';
  id: string;
  name: string;
  value: string;
  isChecked: boolean;
  hint?: string | undefined;
  label: ReactNode;
};

function Mark({ type, id, name, value, isChecked, hint, label }: MarkProps) {
  return (
    <div className="flex items-start gap-2.5 py-1.5">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        defaultChecked={isChecked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="tick"
      />
      <div>
        <label htmlFor={id} className="inline-block min-h-6 text-status leading-6 text-ink">
          {label}
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

type TickProps = { id: string; name: string; value: string; isTicked?: boolean; hint?: string; children: ReactNode };

/** Shows a checkbox that is large enough for touch. */
export function Tick({ isTicked = false, children, ...field }: TickProps) {
  return <Mark type="checkbox" {...field} isChecked={isTicked} label={children} />;
}

type RadioProps = { name: string; value: string; label: string; hint?: string | undefined; isChosen: boolean };

/** Shows one radio button that is large enough for touch. All of the same name in a form are one choice. */
export function Radio({ name, value, isChosen, ...text }: RadioProps) {
  return <Mark type="radio" id={`${name}-${value}`} name={name} value={value} isChecked={isChosen} {...text} />;
}

/** Tells password managers whose password the form is about. Neither visible nor submitted. */
export function Whose({ email }: { email: string }) {
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
}
