import type { SystemSummary } from '#domain/summary';
import { en } from '../messages/en.ts';
import { ComponentRow } from './component-row.tsx';
import { FreshnessLine } from './freshness-line.tsx';
import { Headline } from './headline.tsx';
import { OpenIncident } from './open-incident.tsx';
import { PageFrame } from './page-frame.tsx';

/** The public page, whole, from one summary. */
export function StatusPage({ summary }: { summary: SystemSummary }) {
  const components = summary.components.toSorted((a, b) => a.position - b.position);
  return (
    <PageFrame current="status" generatedAt={summary.generatedAt} footer={<FreshnessLine summary={summary} />}>
      <Headline summary={summary} />
      {summary.openIncidents.map((incident) => (
        <OpenIncident key={incident.publicId} incident={incident} now={summary.generatedAt} />
      ))}
      {components.length === 0 && <p className="mt-12">{en.noComponents}</p>}
      {components.map((component) => (
        <ComponentRow key={component.publicId} component={component} now={summary.generatedAt} />
      ))}
    </PageFrame>
  );
}
