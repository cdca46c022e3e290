import { ActionForm, type Send } from '#components/ui/action-form';
import { Field, Tick } from '#components/ui/fields';
import { SCOPES } from '#domain/access/permission';
import { consoleEn } from '#messages/en/console';

const DAYS_DEFAULT = 365;
const DAYS_MAX = 3650;
const texts = consoleEn.tokens;

/** What a token is for, and for how long. */
export function TokenForm({ action }: { action: Send }) {
  return (
    <ActionForm action={action} submit={texts.submit} isMain className="grid max-w-xl gap-4">
      <div>
        <Field label={texts.name} id="name" name="name" maxLength={100} autoComplete="off" required />
        <fieldset className="mt-4">
          <legend className="font-semibold">{texts.scopes}</legend>
          {SCOPES.map((scope) => (
            <Tick key={scope} id={`scope-${scope}`} name="scopes" value={scope}>
              <code>{scope}</code> <span className="text-quiet">{texts.scope[scope]}</span>
            </Tick>
          ))}
        </fieldset>
        <Field label={texts.source} id="source" name="source" maxLength={100} autoComplete="off" />
        <Field
          label={texts.days}
          id="days"
          name="expiresInDays"
          type="number"
          min={1}
          max={DAYS_MAX}
          defaultValue={DAYS_DEFAULT}
        />
      </div>
    </ActionForm>
  );
}
