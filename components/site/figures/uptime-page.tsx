import { PageFrame } from '#components/site/frame/page-frame';
import { Segment } from '#components/ui/tabs';
import { yearUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import type { ComponentHistory } from '#server/sla/uptime-record';
import { CommunicationSection, type CommunicationView } from './communication-section.tsx';
import { UptimeTable } from './uptime-table.tsx';

const TEXT = enFigures.uptime;

type Props = {
  components: readonly ComponentHistory[];
  year: string;
  generatedAt: Instant;
  communication: CommunicationView;
};

/** Returns the years that have figures, newest first. The current year is always one of them. */
export function yearsOf(components: readonly ComponentHistory[], now: Instant): string[] {
  const years = components.flatMap((component) => component.years.map(({ from }) => yearUtc(from)));
  return [...new Set([yearUtc(now), ...years])].sort().reverse();
}

/** `year`: null if it has no figures to export. */
function linksOf(year: string | null): [href: string, text: string][] {
  const about: [string, string] = ['/about-these-figures', TEXT.about];
  if (year === null) return [about];
  return [[`/api/v1/uptime.csv?year=${year}`, TEXT.csv], [`/api/v1/uptime?year=${year}`, TEXT.json], about];
}

/** Shows the uptime of every component in a year and its months with its calculation, archived components last. */
export function UptimePage({ components, year, generatedAt, communication }: Props) {
  const ofYear = components.filter(({ years }) => years.some(({ from }) => yearUtc(from) === year));
  const archived = ofYear.filter(({ isArchived }) => isArchived);
  const current = ofYear.filter(({ isArchived }) => !isArchived);
  const years = yearsOf(components, generatedAt);
  return (
    <PageFrame generatedAt={generatedAt}>
      <header id="_headline" className="flex flex-wrap items-start justify-between gap-x-6 gap-y-4">
        <div>
          <h1 className="text-title">{TEXT.title}</h1>
          <p className="mt-1 text-quiet">{TEXT.intro}</p>
        </div>
        {years.length > 1 && (
          <Segment
            label={TEXT.years}
            items={years.map((one) => ({ href: `/uptime?year=${one}`, text: one, isCurrent: one === year }))}
          />
        )}
      </header>
      <div id="_components" className="mt-6 space-y-4 sm:space-y-6">
        {ofYear.length === 0 && <p>{TEXT.none}</p>}
        {current.map((component) => (
          <UptimeTable key={component.slug} component={component} year={year} now={generatedAt} />
        ))}
      </div>
      {archived.length > 0 && (
        <section id="archived" className="mt-9 space-y-4 sm:mt-12 sm:space-y-6">
          <h2 className="text-section">{TEXT.archived}</h2>
          {archived.map((component) => (
            <UptimeTable key={component.slug} component={component} year={year} now={generatedAt} level={3} />
          ))}
        </section>
      )}
      <CommunicationSection {...communication} now={generatedAt} />
      <ul className="mt-6 flex flex-wrap gap-x-5 gap-y-1 text-small" id="_links">
        {linksOf(ofYear.length > 0 ? year : null).map(([href, text]) => (
          <li key={href}>
            <a href={href} className="link">
              {text}
            </a>
          </li>
        ))}
      </ul>
    </PageFrame>
  );
}
