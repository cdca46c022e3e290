import { consoleEn } from '../../messages/console-en.ts';
import { ActionForm, type Send } from './action-form.tsx';
import { Choice, Field } from './fields.tsx';
import { ROLE_OPTIONS } from './role-options.ts';

const words = consoleEn.staff;

/** Whom to invite, and as what. */
export function InviteForm({ action }: { action: Send }) {
  return (
    <ActionForm action={action} submit={words.submit} isMain className="grid max-w-xl gap-4">
      <div>
        <Field label={words.email} id="email" name="email" type="email" autoComplete="off" required />
        <Choice label={words.role} id="role" name="role" value="communicator" options={ROLE_OPTIONS} />
      </div>
    </ActionForm>
  );
}
