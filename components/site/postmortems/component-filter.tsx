import { Segment } from '#components/ui/tabs';
import type { Improvements } from '#domain/postmortem/public-lists';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { improvementsAddress } from './improvements-address.ts';

const TEXT = enPostmortemPages.improvements;
/** Characters of all names that fit into the switch; more components are a list of links. */
const SWITCH_CHARACTERS_MAX = 48;

/** Links the list of each component, and that of all. */
export function ComponentFilter({ components, component }: Pick<Improvements, 'components' | 'component'>) {
  if (components.length < 2) return null;
  const choices = [{ slug: null, name: TEXT.all }, ...components].map(({ slug, name }) => ({
    href: improvementsAddress({ component: slug }),
    text: name,
    isCurrent: slug === component,
  }));
  if (components.reduce((sum, { name }) => sum + name.length + 4, 0) <= SWITCH_CHARACTERS_MAX)
    return <Segment label={TEXT.component} items={choices} />;
  return (
    <nav aria-label={TEXT.component} className="basis-full">
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        {choices.map(({ href, text, isCurrent }) => (
          <li key={href}>
            <a href={href} aria-current={isCurrent ? 'true' : undefined} className="link aria-current:font-semibold">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
