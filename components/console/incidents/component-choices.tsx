import { Choice } from '#components/ui/fields';
import { STATED, type Stated } from '#domain/measurement/status';
import { consoleIncidentsEn } from '#messages/en/console-incidents';
import { en } from '#messages/en/site';

const TEXT = consoleIncidentsEn.composer;

export type NamedComponent = { slug: string; name: string };

type Props = { components: readonly NamedComponent[]; chosen?: Record<string, Stated>; isFirst?: boolean };

/** Shows a status choice per component. Without a choice the status stays the same; a component without a status is not affected. */
export function ComponentChoices({ components, chosen = {}, isFirst = false }: Props) {
  const options = [
    { value: '', label: isFirst ? TEXT.unaffected : TEXT.unchanged },
    ...STATED.map((status) => ({ value: status, label: en.label[status] })),
  ];
  return components.map(({ slug, name }) => (
    <Choice
      key={slug}
      id={`status-${slug}`}
      name={`status:${slug}`}
      label={TEXT.component(name)}
      value={chosen[slug] ?? ''}
      options={options}
    />
  ));
}
