import { PublishedText } from '#components/site/frame/published-text';
import type { FrozenVersion } from '#domain/postmortem/published-version';
import type { TextSection } from '#domain/postmortem/sections';
import { enPostmortems } from '#messages/en/postmortems';

type Props = Pick<FrozenVersion, 'sections'> & { keys: readonly TextSection[] };

/** Shows sections of the text, in the order of the keys. Those without a text are left out. */
export function TextSections({ sections, keys }: Props) {
  return keys.map((key) => {
    const section = sections.find((one) => one.key === key);
    if (!section || section.html === '') return null;
    return (
      <section key={key} id={key} aria-labelledby={`${key}-title`} className="mt-12 scroll-mt-6">
        <h2 id={`${key}-title`} className="text-section">
          {enPostmortems.section[key]}
        </h2>
        <div className="mt-3 text-reading">
          <PublishedText html={section.html} />
        </div>
      </section>
    );
  });
}
