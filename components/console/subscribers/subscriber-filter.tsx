import { Button } from '#components/ui/button';
import { Choice, Field } from '#components/ui/fields';
import { consoleSubscribersEn } from '#messages/en/console-subscribers';

const TEXT = consoleSubscribersEn.filter;

/** What the list is limited to. Empty: not limited. */
type SubscriberFilterValues = { q: string; channel: string; state: string; component: string };
type Props = {
  filter: SubscriberFilterValues;
  components: readonly { slug: string; name: string; count: number }[];
};

function options(all: string, named: Readonly<Record<string, string>>) {
  return [{ value: '', label: all }, ...Object.entries(named).map(([value, label]) => ({ value, label }))];
}

/** Shows the filter of the list, a plain form that reloads the page. */
export function SubscriberFilterForm({ filter, components }: Props) {
  const counted = components.map(({ slug, name, count }) => [slug, TEXT.counted(name, count)]);
  return (
    <form method="get" className="mt-2 grid items-end gap-x-3 sm:grid-cols-[2fr_1fr_1fr_1fr_auto]">
      <Field id="q" name="q" label={TEXT.q} defaultValue={filter.q} autoComplete="off" type="search" />
      <Choice
        id="channel"
        name="channel"
        label={TEXT.channel}
        value={filter.channel}
        options={options(TEXT.allChannels, consoleSubscribersEn.channels)}
      />
      <Choice
        id="state"
        name="state"
        label={TEXT.state}
        value={filter.state}
        options={options(TEXT.allStates, consoleSubscribersEn.states)}
      />
      <Choice
        id="component"
        name="component"
        label={TEXT.component}
        value={filter.component}
        options={options(TEXT.allComponents, Object.fromEntries(counted))}
      />
      <Button type="submit" className="mt-4">
        {TEXT.submit}
      </Button>
    </form>
  );
}
