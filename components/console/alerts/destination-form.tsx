import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field } from '#components/ui/fields';
import { consoleAlertsEn } from '#messages/en/alerts';

const words = consoleAlertsEn.page;
const KINDS = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));

/** Somebody more who is to hear of alerts. */
export function DestinationForm({ action }: { action: Send }) {
  return (
    <ActionForm action={action} submit={words.submit} isMain className="grid max-w-xl gap-4">
      <div>
        <Field label={words.name} id="name" name="name" maxLength={100} autoComplete="off" required />
        <Choice label={words.kind} id="kind" name="kind" options={KINDS} />
        <Field
          label={words.address}
          hint={words.addressHint}
          id="address"
          name="address"
          maxLength={2048}
          autoComplete="off"
          spellCheck={false}
        />
        <Field
          label={words.routingKey}
          hint={words.routingKeyHint}
          id="routingKey"
          name="routingKey"
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
        />
        <p className="mt-4 text-sm text-quiet">{words.secret}</p>
      </div>
    </ActionForm>
  );
}
