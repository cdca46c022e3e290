import { ActionForm, type Send } from '#components/ui/action-form';
import { Field, Whose } from '#components/ui/fields';
import { consoleEn } from '#messages/en/console';

type Props = {
  email: string;
  state: 'off' | 'begun' | 'on';
  actions: Record<'beginFactor' | 'confirmFactor' | 'renewCodes' | 'endFactor', Send>;
};

const texts = consoleEn.account.factor;

function Password({ id, email }: { id: string; email: string }) {
  return (
    <>
      <Whose email={email} />
      <Field label={texts.password} id={id} name="password" type="password" autoComplete="current-password" required />
    </>
  );
}

/** What can be done about one's second factor: set it up in two steps, or renew its codes and end it. */
export function SecondFactor({ email, state, actions }: Props) {
  if (state === 'on')
    return (
      <>
        <p className="mt-2">{texts.on}</p>
        <ActionForm action={actions.renewCodes} submit={texts.renew} className="grid max-w-md gap-4">
          <Password id="renew-password" email={email} />
        </ActionForm>
        <ActionForm action={actions.endFactor} submit={texts.end} className="mt-6 grid max-w-md gap-4">
          <Password id="end-password" email={email} />
        </ActionForm>
      </>
    );
  return (
    <>
      <p className="mt-2">{texts.off}</p>
      <ActionForm
        action={actions.beginFactor}
        submit={state === 'off' ? texts.begin : texts.again}
        isMain={state === 'off'}
        className="grid max-w-md gap-4"
      >
        <Password id="begin-password" email={email} />
      </ActionForm>
      {state === 'begun' && (
        <ActionForm action={actions.confirmFactor} submit={texts.confirm} isMain className="mt-6 grid max-w-md gap-4">
          <Field
            label={texts.code}
            id="first-code"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            pattern="[0-9]{6}"
            required
          />
        </ActionForm>
      )}
    </>
  );
}
