import type { Instant } from '#domain/interval';
import type { ComponentSummary } from '#domain/summary';
import { en } from '../messages/en.ts';
import { ComponentStatus } from './component-status.tsx';
import { DayBars } from './day-bars.tsx';
import { FleetLine } from './fleet-line.tsx';
import { PeriodFigures } from './period-figures.tsx';
import { RuleLine } from './rule-line.tsx';
import { monthUtc, yearUtc } from './utc-words.ts';

/** One component: its status now, its days, its figures, its fleet and the rules they follow. */
export function ComponentRow({ component, now }: { component: ComponentSummary; now: Instant }) {
  const { month, last90Days, year, targetMillionths } = component;
  return (
    <section id={component.slug} aria-labelledby={`${component.slug}-name`} className="mt-12 break-inside-avoid">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={`${component.slug}-name`} className="text-xl font-semibold">
          {component.name}
        </h2>
        <ComponentStatus component={component} now={now} />
      </div>
      {component.description && <p className="text-quiet">{component.description}</p>}
      <DayBars name={component.name} days={component.days} />
      <div className="mt-5 grid gap-x-6 gap-y-5 sm:grid-cols-3">
        <PeriodFigures title={monthUtc(month.from)} period={month} targetMillionths={targetMillionths} budget={month.budget} />
        <PeriodFigures title={en.figures.last90Days} period={last90Days} targetMillionths={targetMillionths} budget={null} />
        <PeriodFigures title={yearUtc(year.from)} period={year} targetMillionths={targetMillionths} budget={year.budget} />
      </div>
      <FleetLine component={component} />
      <RuleLine component={component} now={now} />
    </section>
  );
}
