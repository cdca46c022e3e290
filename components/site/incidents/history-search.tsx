import { Choice } from '#components/ui/fields';
import { Icon } from '#components/ui/icon';
import { Segment } from '#components/ui/tabs';
import { enIncidentPages } from '#messages/en/incident-pages';
import { historyAddress } from './history-address.ts';

const TEXT = enIncidentPages.search;
/** Characters of all names that fit into the switch; more components are a list. */
const SWITCH_CHARACTERS_MAX = 32;

/** `component`: the slug of the one whose incidents are listed; null for those of all. */
export type Listed = { components: readonly { slug: string; name: string }[]; component: string | null };

/** Shows the form that searches incidents, and the switch of components: links or, for many components, a list. */
export function HistorySearch({ text = '', components, component }: Listed & { text?: string }) {
  const isSwitch = components.reduce((sum, { name }) => sum + name.length + 4, 0) <= SWITCH_CHARACTERS_MAX;
  return (
    <search id="search" className="mt-6 block print:hidden">
      <form method="get" action="/history" className="flex flex-wrap items-center gap-3">
        <div className="relative min-w-40 flex-1 basis-56">
          <Icon
            name="search"
            className="pointer-events-none absolute start-3.5 top-1/2 size-4 -translate-y-1/2 text-quiet"
          />
          <input
            name="q"
            type="search"
            aria-label={TEXT.label}
            placeholder={TEXT.label}
            defaultValue={text}
            maxLength={100}
            className="field ps-10"
          />
        </div>
        {components.length > 1 && (
          <div className="max-w-full max-sm:order-1">
            {isSwitch ? (
              <ComponentSwitch text={text} components={components} component={component} />
            ) : (
              <ComponentChoice components={components} component={component} />
            )}
          </div>
        )}
        <button type="submit" className="button">
          {TEXT.submit}
        </button>
      </form>
    </search>
  );
}

function ComponentSwitch({ text, components, component }: Listed & { text: string }) {
  return (
    <>
      {component !== null && <input type="hidden" name="component" value={component} />}
      <Segment
        label={TEXT.switch}
        items={[{ slug: null, name: TEXT.allComponents }, ...components].map(({ slug, name }) => ({
          href: historyAddress({ q: text, component: slug }),
          text: name,
          isCurrent: slug === component,
        }))}
      />
    </>
  );
}

function ComponentChoice({ components, component }: Listed) {
  const all = { value: '', label: TEXT.everyComponent };
  return (
    <Choice
      id="component"
      name="component"
      label={TEXT.switch}
      isLabelHidden
      value={component ?? ''}
      options={[all, ...components.map(({ slug, name }) => ({ value: slug, label: name }))]}
    />
  );
}
