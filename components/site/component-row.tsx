import { DayBars } from '#components/ui/day-bars';
import { FleetLine } from '#components/ui/fleet-line';
import type { ComponentSummary } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { ComponentFigures } from './component-figures.tsx';
import { ComponentStatus } from './component-status.tsx';
import { RuleLine } from './rule-line.tsx';

/** Shows one component: current status, days, figures, fleet and policy. */
export function ComponentRow({ component, now }: { component: ComponentSummary; now: Instant }) {
  return (
    <section id={component.slug} aria-labelledby={`${component.slug}-name`} className="mt-12 break-inside-avoid">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={`${component.slug}-name`} className="text-section">
          <a
            href={`/components/${component.slug}`}
            className="underline decoration-line decoration-2 underline-offset-4 hover:decoration-ink"
            title={en.more(component.name)}
          >
            {component.name}
          </a>
        </h2>
        <ComponentStatus component={component} now={now} />
      </div>
      {component.description && <p className="text-quiet">{component.description}</p>}
      <DayBars name={component.name} days={component.days} />
      <ComponentFigures component={component} />
      <FleetLine component={component} />
      <RuleLine component={component} now={now} />
    </section>
  );
}
