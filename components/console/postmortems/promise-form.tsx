import { ActionForm, type Send } from '#components/ui/action-form';
import { Field } from '#components/ui/fields';
import type { Day } from '#domain/time/day';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';

const TEXT = consolePostmortemsEn.promise;

type Props = { incident: string; title: string; promisedOn: Day | null; action: Send };

/** Shows the forms that promise readers a day for the post-mortem of an incident, and withdraw it. */
export function PromiseForm({ incident, title, promisedOn, action }: Props) {
  return (
    <>
      <ActionForm action={action} submit={TEXT.submit} label={TEXT.submitOf(title)}>
        <input type="hidden" name="incident" value={incident} />
        <Field
          id={`promise-${incident}`}
          name="promisedOn"
          type="date"
          label={TEXT.label}
          hint={TEXT.hint}
          aria-label={TEXT.labelOf(title)}
          defaultValue={promisedOn ?? ''}
          required
        />
      </ActionForm>
      {promisedOn !== null && (
        <ActionForm action={action} submit={TEXT.withdraw} label={TEXT.withdrawOf(title)} isSmall className="mt-2">
          <input type="hidden" name="incident" value={incident} />
          <input type="hidden" name="withdraw" value="on" />
        </ActionForm>
      )}
    </>
  );
}
