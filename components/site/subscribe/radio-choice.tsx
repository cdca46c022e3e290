type Option = { value: string; label: string; hint?: string };
type Props = { label: string; name: string; value: string; options: readonly Option[] };

/** Shows a choice of one as radio buttons, each with a line of explanation. */
export function RadioChoice({ label, name, value, options }: Props) {
  return (
    <fieldset className="mt-6">
      <legend className="mb-1.5 text-small font-label text-ink">{label}</legend>
      {options.map((option) => (
        <Radio key={option.value} {...option} name={name} isChosen={option.value === value} />
      ))}
    </fieldset>
  );
}

/** Shows one radio button. All of the same name in a form are one choice. */
export function Radio({ value, label, hint, name, isChosen }: Option & { name: string; isChosen: boolean }) {
  const id = `${name}-${value}`;
  return (
    <div className="flex items-start gap-2.5 py-1.5">
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        defaultChecked={isChosen}
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
