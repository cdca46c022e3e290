import { Icon } from '#components/ui/icon';
import { contentParts } from '#domain/postmortem/content-parts';
import { countWords, readingMinutes } from '#domain/postmortem/reading-time';
import { SECTIONS } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import type { StaffPostmortem } from '#server/postmortems/view-types';
import { differingIn, isComplete } from './section-marks.ts';

const TEXT = consolePostmortemsEn.editor;

/** Links the sections, each with a check if it is complete, or the number of figures that differ; and the length of the text. */
export function SectionNav({ postmortem }: { postmortem: StaffPostmortem }) {
  const words = contentParts(postmortem.content).reduce((sum, { text }) => sum + countWords(text), 0);
  return (
    <nav aria-labelledby="sections-title" className="contents-list editor-sections max-lg:static">
      <p id="sections-title">{TEXT.sections}</p>
      <ul className="max-lg:flex max-lg:flex-wrap">
        {SECTIONS.map((section) => (
          <li key={section}>
            <a href={`#${section}`}>
              <span className="flex items-center justify-between gap-2">
                {enPostmortems.section[section]}
                <Mark differing={differingIn(postmortem, section)} isComplete={isComplete(postmortem, section)} />
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p className="pt-3 font-normal">
        {TEXT.words(words)}
        <br />
        {TEXT.read(readingMinutes(words))}
      </p>
    </nav>
  );
}

function Mark({ differing, isComplete }: { differing: number; isComplete: boolean }) {
  if (differing > 0)
    return (
      <span className="flex h-5 min-w-5 items-center justify-center rounded-full bg-deg-solid px-1 text-axis font-semibold text-glyph forced-colors:border">
        <span aria-hidden="true">{differing}</span>
        <span className="sr-only">{TEXT.sectionDiffers(differing)}</span>
      </span>
    );
  if (!isComplete) return null;
  return (
    <>
      <Icon name="check" className="size-4 text-ok-solid" />
      <span className="sr-only">{TEXT.sectionComplete}</span>
    </>
  );
}
