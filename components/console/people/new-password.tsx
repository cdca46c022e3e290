import { Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';

const LENGTH_MIN = 12;
const LENGTH_MAX = 128;

/** A password that is chosen now. */
export function NewPassword({
  name = 'password',
  label = consoleEn.signIn.password,
}: {
  name?: string;
  label?: string;
}) {
  return (
    <Field
      label={label}
      hint={consoleEn.passwordHint}
      id={`new-${name}`}
      name={name}
      type="password"
      autoComplete="new-password"
      minLength={LENGTH_MIN}
      maxLength={LENGTH_MAX}
      required
    />
  );
}
