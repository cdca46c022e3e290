import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';
import { ROLE_OPTIONS } from './role-options.ts';

const texts = consoleEn.staff;

/** Whom to invite, and as what. */
export function InviteForm({ action }: { action: Send }) {
  return (
    <ActionForm action={action} submit={texts.submit} isMain className="grid max-w-xl gap-4">
      <div>
        <Field label={texts.email} id="email" name="email" type="email" autoComplete="off" required />
        <Choice label={texts.role} id="role" name="role" value="communicator" options={ROLE_OPTIONS} />
      </div>
    </ActionForm>
  );
}
