import { UtcTime } from '#components/ui/utc-time';
import { formatFullMoment } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { CommunicationSection, type CommunicationView } from './communication-section.tsx';
import { PageFrame } from './page-frame.tsx';
import { type HistoryView, UptimeTable } from './uptime-table.tsx';

/** Shows the uptime of every component by month and year with its calculation, archived components last. */
export function UptimePage({
  components,
  generatedAt,
  communication,
}: {
  components: readonly HistoryView[];
  generatedAt: Instant;
  communication: CommunicationView;
}) {
  const archived = components.filter(({ isArchived }) => isArchived);
  return (
    <PageFrame current="uptime" generatedAt={generatedAt}>
      <header id="_headline">
        <h1 className="text-title">{en.uptime.title}</h1>
        <p className="mt-2">{en.uptime.intro}</p>
        <p className="mt-3 text-small text-quiet">
          {en.freshness.asOf} <UtcTime at={generatedAt} text={formatFullMoment(generatedAt)} />
        </p>
      </header>
      {components
        .filter(({ isArchived }) => !isArchived)
        .map((component) => (
          <UptimeTable key={component.slug} component={component} />
        ))}
      {archived.length > 0 && (
        <section id="archived">
          <h2 className="mt-10 text-section">{en.uptime.archived}</h2>
          {archived.map((component) => (
            <UptimeTable key={component.slug} component={component} level={3} />
          ))}
        </section>
      )}
      <CommunicationSection {...communication} now={generatedAt} />
    </PageFrame>
  );
}
