import { STATED, type Stated } from '#domain/incident';
import { consoleIncidentsEn } from '../../../messages/console-incidents-en.ts';
import { en } from '../../../messages/en.ts';
import { Choice } from '../fields.tsx';

const TEXT = consoleIncidentsEn.composer;

export type NamedComponent = { slug: string; name: string };

/** What is said of each component; as before where nothing is chosen. */
export function ComponentChoices({ components, chosen = {} }: { components: readonly NamedComponent[]; chosen?: Record<string, Stated> }) {
  const options = [{ value: '', label: TEXT.unchanged }, ...STATED.map((status) => ({ value: status, label: en.label[status] }))];
  return components.map(({ slug, name }) => (
    <Choice key={slug} id={`status-${slug}`} name={`status:${slug}`} label={TEXT.component(name)} value={chosen[slug] ?? ''} options={options} />
  ));
}
