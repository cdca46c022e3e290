import { Disclosure } from '#components/ui/disclosure';
import { Choice, Field, Radio, Tick } from '#components/ui/fields';
import { EVENT_KINDS } from '#domain/delivery/kind';
import { choiceOfKinds, MINIMUM_IMPACTS, WEBHOOK_FORMATS } from '#domain/subscription/subscription';
import { enSubscribe } from '#messages/en/subscribe';
import { RadioChoice } from './radio-choice.tsx';

const TEXT = enSubscribe.choice;
const SEND = [
  { value: 'all', label: TEXT.every, hint: TEXT.everyHint },
  { value: 'ends', label: TEXT.ends, hint: TEXT.endsHint },
];

export type ChoosableComponent = { slug: string; name: string; description: string | null };
/** What is chosen before the reader changes it. `components`: empty means all. */
export type Chosen = {
  components: readonly string[];
  events: readonly string[];
  minimumImpact: string;
  timeZone: string | null;
  format?: string;
};
type Errors = { components?: string | undefined; events?: string | undefined; timeZone?: string | undefined };
type Props = { components: readonly ChoosableComponent[]; chosen: Chosen; isWebhook: boolean; errors: Errors };

/** Shows the fields of what a subscriber receives. For one incident (`components` empty), without components and impact. */
export function ChoiceFields({ components, chosen, isWebhook, errors }: Props) {
  const send = choiceOfKinds(chosen.events);
  const isOpen = send === 'some' || Boolean(errors.events ?? errors.timeZone);
  return (
    <>
      {components.length > 0 && <ComponentTicks components={components} chosen={chosen} error={errors.components} />}
      <RadioChoice label={TEXT.send} name="send" value={send} options={SEND} />
      <Disclosure summary={TEXT.more} isOpen={isOpen} className="mt-4">
        <KindTicks chosen={chosen} error={errors.events} isChosen={send === 'some'} />
        {components.length > 0 && (
          <Choice
            id="minimum-impact"
            name="minimumImpact"
            label={TEXT.impact}
            hint={TEXT.impactHint}
            value={chosen.minimumImpact}
            options={MINIMUM_IMPACTS.map((value) => ({ value, label: TEXT.impacts[value] }))}
          />
        )}
        {isWebhook ? (
          <Choice
            id="format"
            name="format"
            label={TEXT.format}
            value={chosen.format}
            options={WEBHOOK_FORMATS.map((value) => ({ value, label: TEXT.formats[value] }))}
          />
        ) : (
          <MailFields timeZone={chosen.timeZone} error={errors.timeZone} />
        )}
      </Disclosure>
    </>
  );
}

function MailFields({ timeZone, error }: { timeZone: string | null; error: string | undefined }) {
  return (
    <>
      <Choice
        id="language"
        name="language"
        label={TEXT.language}
        options={[{ value: 'en', label: TEXT.languages.en }]}
      />
      <Field
        id="time-zone"
        name="timeZone"
        label={TEXT.zone}
        hint={TEXT.zoneHint}
        error={error}
        defaultValue={timeZone ?? ''}
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}

type TicksProps = { chosen: Chosen; error: string | undefined };

function ComponentTicks({ components, chosen, error }: TicksProps & { components: readonly ChoosableComponent[] }) {
  const isTicked = (slug: string) => chosen.components.length === 0 || chosen.components.includes(slug);
  return (
    <fieldset className="mt-6" aria-describedby={error ? 'components-error' : undefined}>
      <legend className="mb-1.5 text-small font-label text-ink">{TEXT.components}</legend>
      <input type="hidden" name="listed" value={components.length} />
      {components.map(({ slug, name, description }) => (
        <Tick
          key={slug}
          id={`component-${slug}`}
          name="components"
          value={slug}
          isTicked={isTicked(slug)}
          {...(description ? { hint: description } : {})}
        >
          {name}
        </Tick>
      ))}
      {error && (
        <p id="components-error" className="mt-1.5 text-micro font-medium text-maj-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Shows the choice of single kinds, which is the third one of what to send. */
function KindTicks({ chosen, error, isChosen }: TicksProps & { isChosen: boolean }) {
  return (
    <fieldset className="mt-2" aria-describedby={error ? 'kinds-error' : undefined}>
      <legend className="sr-only">{TEXT.kinds}</legend>
      <Radio value="some" label={TEXT.some} name="send" isChosen={isChosen} />
      <div className="ms-7">
        {EVENT_KINDS.map((kind) => (
          <Tick key={kind} id={`kind-${kind}`} name="kinds" value={kind} isTicked={chosen.events.includes(kind)}>
            {TEXT.kind[kind]}
          </Tick>
        ))}
      </div>
      {error && (
        <p id="kinds-error" className="mt-1.5 text-micro font-medium text-maj-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}
