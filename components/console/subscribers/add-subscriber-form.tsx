import { ActionForm, type Send } from '#components/ui/action-form';
import { Choice, Field, Tick } from '#components/ui/fields';
import { MINIMUM_IMPACTS, SUBSCRIBER_CHANNELS, WEBHOOK_FORMATS } from '#domain/subscription/subscription';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';

const TEXT = consoleSubscribersEn.addForm;

type Props = { action: Send; components: readonly { slug: string; name: string }[] };

/** Shows the form to add a subscriber. */
export function AddSubscriberForm({ action, components }: Props) {
  return (
    <ActionForm action={action} submit={consoleSubscribersEn.add} isMain className="max-w-xl">
      <Choice
        id="channel"
        name="channel"
        label={TEXT.channel}
        options={SUBSCRIBER_CHANNELS.map((value) => ({ value, label: consoleSubscribersEn.channels[value] }))}
      />
      <Field id="address" name="address" label={TEXT.address} autoComplete="off" required />
      <Field id="owner" name="ownerEmail" label={TEXT.owner} type="email" autoComplete="off" />
      <Choice
        id="format"
        name="format"
        label={TEXT.format}
        options={WEBHOOK_FORMATS.map((value) => ({ value, label: TEXT.formats[value] }))}
      />
      <Choice
        id="impact"
        name="minimumImpact"
        label={TEXT.impact}
        options={MINIMUM_IMPACTS.map((value) => ({ value, label: TEXT.impacts[value] }))}
      />
      <fieldset className="mt-4">
        <legend className="text-small font-label text-ink">{TEXT.components}</legend>
        <p className="text-micro text-quiet">{TEXT.componentsHint}</p>
        {components.map(({ slug, name }) => (
          <Tick key={slug} id={`component-${slug}`} name="components" value={slug}>
            {name}
          </Tick>
        ))}
      </fieldset>
      <div className="mt-4">
        <Tick id="confirmed" name="confirmed" value="yes" hint={TEXT.confirmedHint}>
          {TEXT.confirmed}
        </Tick>
      </div>
    </ActionForm>
  );
}
