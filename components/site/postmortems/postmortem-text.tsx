import type { FrozenVersion } from '#domain/postmortem/published-version';
import type { Section, TextSection } from '#domain/postmortem/sections';
import { enPostmortemPages } from '#messages/en/postmortem-pages';
import { enPostmortems } from '#messages/en/postmortems';
import { PostmortemTimeline } from './postmortem-timeline.tsx';
import { TextSections } from './text-sections.tsx';

const BEFORE_TIMELINE: readonly TextSection[] = ['impact', 'cause', 'detection'];
/** The sections of the page below the summary, in its order. */
const ORDER: readonly Section[] = [...BEFORE_TIMELINE, 'timeline', 'actions', 'well', 'lessons'];
/** Fewer sections need no contents. */
const LISTED_MIN = 2;

type Props = { frozen: Pick<FrozenVersion, 'sections' | 'timeline'>; hasActions: boolean };

/** Shows the text up to the timeline, with the contents of the page beside it. */
export function PostmortemText({ frozen, hasActions }: Props) {
  return (
    <div id="_text" className="article md:not-print:grid md:grid-cols-[minmax(0,1fr)_10.75rem] md:gap-x-12">
      <Contents frozen={frozen} hasActions={hasActions} />
      <div className="md:col-start-1 md:row-start-1">
        <TextSections sections={frozen.sections} keys={BEFORE_TIMELINE} />
        <PostmortemTimeline entries={frozen.timeline} />
      </div>
    </div>
  );
}

function Contents({ frozen: { sections, timeline }, hasActions }: Props) {
  const written = new Set<Section>(sections.filter(({ html }) => html !== '').map(({ key }) => key));
  const shown = ORDER.filter((section) => {
    if (section === 'timeline') return timeline.length > 0;
    return section === 'actions' ? hasActions : written.has(section);
  });
  if (shown.length < LISTED_MIN) return null;
  return (
    <div className="mt-12 max-md:hidden md:col-start-2 print:hidden">
      <nav aria-labelledby="_contents" className="contents-list">
        <p id="_contents">{enPostmortemPages.page.contents}</p>
        <ul>
          {shown.map((section) => (
            <li key={section}>
              <a href={`#${section}`}>{enPostmortems.section[section]}</a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}
