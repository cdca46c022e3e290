import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field } from '#components/ui/fields';
import { consoleAlertsEn } from '#messages/en/alerts';

const texts = consoleAlertsEn.page;
const KINDS = Object.entries(texts.kinds).map(([value, label]) => ({ value, label }));

/** Shows the form for a new alert recipient. */
export function DestinationForm({ action }: { action: Send }) {
  return (
    <ActionForm action={action} submit={texts.submit} isMain className="grid max-w-xl gap-4">
      <div>
        <Field label={texts.name} id="name" name="name" maxLength={100} autoComplete="off" required />
        <Choice label={texts.kind} id="kind" name="kind" options={KINDS} />
        <Field
          label={texts.address}
          hint={texts.addressHint}
          id="address"
          name="address"
          maxLength={2048}
          autoComplete="off"
          spellCheck={false}
        />
        <Field
          label={texts.routingKey}
          hint={texts.routingKeyHint}
          id="routingKey"
          name="routingKey"
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
        <p className="mt-4 text-small text-quiet">{texts.secret}</p>
      </div>
    </ActionForm>
  );
}
