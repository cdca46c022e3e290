import { Radio } from '#components/ui/fields';

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
