'use client'; // useActionState returns the answer of the server; public pages have no script, so that the browser sends the form
import { useActionState } from 'react';
import { Button } from '#components/ui/button';
import { Field } from '#components/ui/fields';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { kindsOfChoice } from '#domain/subscription/subscription';
import { enSubscribe } from '#messages/en/subscribe';
import { ChoiceFields, type ChoosableComponent, type Chosen } from './choice-fields.tsx';

/** `field`: the field that is wrong. `fields`: what was sent, to be shown again. */
type Result = {
  kind: 'error' | 'done';
  message: string;
  field?: string;
  fields?: Record<string, string | string[]>;
} | null;
export type SendForm = (previous: Result, form: FormData) => Promise<Result>;
type Step = (previous: Awaited<Result>, form: FormData) => Promise<Result>;

type Props = {
  action: SendForm;
  channel: 'email' | 'webhook';
  components: readonly ChoosableComponent[];
  incident: string | null;
};
const NEW: Chosen = { components: [], events: EVENT_KINDS, minimumImpact: 'minor', timeZone: null };

/** Shows the form to subscribe by e-mail or webhook. After an error it shows what was sent. */
export function SubscribeForm({ action, channel, components, incident }: Props) {
  const [result, send] = useActionState(action as Step, null);
  const isWebhook = channel === 'webhook';
  const texts = enSubscribe[channel];
  const sent = result?.fields;
  const errorOf = (field: string) => (result?.field === field ? result.message : undefined);
  const errors = { components: errorOf('components'), events: errorOf('events'), timeZone: errorOf('timeZone') };
  return (
    <form action={send}>
      {result?.kind === 'error' && result.field === undefined && (
        <p role="alert" className="mb-4 border-s-4 border-maj-solid ps-3 font-semibold text-maj-ink">
          {result.message}
        </p>
      )}
      <input type="hidden" name="channel" value={channel} />
      {incident !== null && <input type="hidden" name="incident" value={incident} />}
      <div className="-mt-4">
        <Field
          id="address"
          name="address"
          label={texts.address}
          hint={isWebhook ? enSubscribe.webhook.addressHint : undefined}
          error={errorOf('address')}
          type={isWebhook ? 'text' : 'email'}
          inputMode={isWebhook ? 'url' : 'email'}
          autoComplete={isWebhook ? 'off' : 'email'}
          defaultValue={textOf(sent?.address)}
          required
        />
        {isWebhook && <OwnerField value={textOf(sent?.ownerEmail)} error={errorOf('ownerEmail')} />}
      </div>
      <ChoiceFields
        components={components}
        chosen={sent ? chosenIn(sent) : NEW}
        isWebhook={isWebhook}
        errors={errors}
      />
      <Button type="submit" variant="primary" className="mt-6 w-full">
        {texts.submit}
      </Button>
      <p className="mt-3 text-small text-quiet">{texts.note}</p>
    </form>
  );
}

function OwnerField({ value, error }: { value: string; error: string | undefined }) {
  return (
    <Field
      id="owner"
      name="ownerEmail"
      label={enSubscribe.webhook.owner}
      hint={enSubscribe.webhook.ownerHint}
      error={error}
      type="email"
      autoComplete="email"
      defaultValue={value}
      required
    />
  );
}

function textOf(field: string | string[] | undefined): string {
  return typeof field === 'string' ? field : '';
}

/** Returns the choice that was sent, so that the form shows it again. */
function chosenIn(sent: Record<string, string | string[]>): Chosen {
  const { components = [], kinds = [], send, minimumImpact, timeZone, format } = sent;
  const named = EVENT_KINDS.filter((kind) => [kinds].flat().includes(kind));
  return {
    components: [components].flat(),
    events: kindsOfChoice(send === 'ends' || send === 'some' ? send : 'all', named),
    minimumImpact: textOf(minimumImpact),
    timeZone: textOf(timeZone),
    format: textOf(format),
  };
}
