type Option = { value: string; label: string; hint?: string };
type Props = { label: string; name: string; value: string; options: readonly Option[] };

/** Shows a choice of one as radio buttons, each with a line of explanation. */
export function RadioChoice({ label, name, value, options }: Props) {
  return (
    <fieldset className="mt-5">
      <legend className="text-small font-label text-ink">{label}</legend>
      {options.map((option) => (
        <div key={option.value} className="flex items-start gap-2 py-1">
          <input
            type="radio"
            id={`${name}-${option.value}`}
            name={name}
            value={option.value}
            defaultChecked={option.value === value}
            aria-describedby={option.hint ? `${name}-${option.value}-hint` : undefined}
            className="mt-0.5 size-5 min-h-0 shrink-0 accent-accent-solid"
          />
          <div>
            <label htmlFor={`${name}-${option.value}`} className="inline-block min-h-6">
              {option.label}
            </label>
            {option.hint && (
              <p id={`${name}-${option.value}-hint`} className="text-micro text-quiet">
                {option.hint}
              </p>
            )}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
