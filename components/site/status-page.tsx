import { componentsByGroup, type SystemSummary } from '#domain/site/summary';
import { en } from '#messages/en/site';
import { ComponentRow } from './component-row.tsx';
import { FreshnessLine } from './freshness-line.tsx';
import { Headline } from './headline.tsx';
import { OpenIncident } from './open-incident.tsx';
import { PageFrame } from './page-frame.tsx';

/** Shows the public status page from one summary. */
export function StatusPage({ summary }: { summary: SystemSummary }) {
  const now = summary.generatedAt;
  return (
    <PageFrame current="status" generatedAt={now} footer={<FreshnessLine summary={summary} />}>
      <Headline summary={summary} />
      {summary.openIncidents.map((incident) => (
        <OpenIncident key={incident.publicId} incident={incident} now={now} />
      ))}
      {summary.components.length === 0 && <p className="mt-12">{en.noComponents}</p>}
      {componentsByGroup(summary.components).map(({ group, components }) =>
        group ? (
          <section key={group.publicId} id={`_${group.slug}`} aria-labelledby={`_${group.slug}-name`} className="mt-14">
            <p id={`_${group.slug}-name`} className="border-b-2 border-line pb-1 text-quiet">
              {group.name}
            </p>
            {components.map((component) => (
              <ComponentRow key={component.publicId} component={component} now={now} />
            ))}
          </section>
        ) : (
          components.map((component) => <ComponentRow key={component.publicId} component={component} now={now} />)
        ),
      )}
    </PageFrame>
  );
}
