import type { SystemSummary } from '#domain/summary';
import { en } from '../messages/en.ts';
import { ComponentRow } from './component-row.tsx';
import { FreshnessLine } from './freshness-line.tsx';
import { Headline } from './headline.tsx';

/** The public page, whole, from one summary. */
export function StatusPage({ summary }: { summary: SystemSummary }) {
  const components = summary.components.toSorted((a, b) => a.position - b.position);
  return (
    <main className="mx-auto max-w-[860px] px-4 py-8 sm:px-6 sm:py-12">
      <Headline summary={summary} />
      {components.length === 0 && <p className="mt-12">{en.noComponents}</p>}
      {components.map((component) => (
        <ComponentRow key={component.publicId} component={component} now={summary.generatedAt} />
      ))}
      <footer className="mt-12 border-t border-line pt-4 text-sm text-quiet">
        <FreshnessLine summary={summary} />
      </footer>
    </main>
  );
}
