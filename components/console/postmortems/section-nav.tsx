import type { Figure } from '#components/console/postmortems/figures/figure.ts';
import { Icon } from '#components/ui/icon';
import { contentParts } from '#domain/postmortem/content-parts';
import type { EditedText } from '#domain/postmortem/edited-text';
import { countWords, readingMinutes } from '#domain/postmortem/reading-time';
import { SECTIONS, type Section } from '#domain/postmortem/sections';
import { consolePostmortemsEn } from '#messages/en/console-postmortems';
import { enPostmortems } from '#messages/en/postmortems';
import { countFigures, isComplete } from './section-marks.ts';
import { useCurrentSection } from './use-current-section.ts';

const TEXT = consolePostmortemsEn.editor;

type Props = { text: EditedText; items: number; figures: readonly Figure[]; isLive: boolean };

/** Links the sections, each with a check if it is complete, or the number of figures that differ; and the length of the text. On phones, a select. */
export function SectionNav({ text, items, figures, isLive }: Props) {
  const current = useCurrentSection();
  const words = contentParts(text).reduce((sum, part) => sum + countWords(part.text), 0);
  return (
    <nav aria-labelledby="sections-title" className="editor-sections">
      <p id="sections-title">{TEXT.sections}</p>
      {isLive && <SectionSelect current={current} />}
      <ul className={isLive ? 'max-sm:hidden' : ''}>
        {SECTIONS.map((section) => (
          <li key={section}>
            <a href={`#${section}`} aria-current={isLive && section === current ? 'true' : undefined}>
              {enPostmortems.section[section]}
              <Mark open={countFigures(figures, section).open} isComplete={isComplete({ text, items }, section)} />
            </a>
          </li>
        ))}
      </ul>
      <p>
        {TEXT.words(words)}
        <span className="lg:hidden">, </span>
        <br className="max-lg:hidden" />
        {TEXT.read(readingMinutes(words))}
      </p>
    </nav>
  );
}

function SectionSelect({ current }: { current: Section }) {
  return (
    <span className="field-unit sm:hidden">
      <select
        aria-labelledby="sections-title"
        className="field"
        value={current}
        onChange={({ target }) => {
          location.hash = target.value;
        }}
      >
        {SECTIONS.map((section) => (
          <option key={section} value={section}>
            {enPostmortems.section[section]}
          </option>
        ))}
      </select>
      <span>
        <Icon name="chevron" className="size-4 rotate-90 text-quiet" />
      </span>
    </span>
  );
}

function Mark({ open, isComplete }: { open: number; isComplete: boolean }) {
  if (open > 0)
    return (
      <span className="finding-number">
        <span aria-hidden="true">{open}</span>
        <span className="sr-only">{TEXT.sectionDiffers(open)}</span>
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
