import { DayBars } from '#components/ui/day-bars';
import { DayTable } from '#components/ui/day-table';
import { FleetLine } from '#components/ui/fleet-line';
import { formatDuration } from '#components/ui/format-duration.ts';
import type { Policy } from '#domain/measurement/policy';
import type { Status } from '#domain/measurement/status';
import type { ComponentSummary, SystemSummary } from '#domain/site/summary';
import type { Instant, Interval } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { ComponentFigures } from './component-figures.tsx';
import { ComponentHeadline } from './component-headline.tsx';
import { IntervalTable } from './interval-table.tsx';
import { JsonLinks } from './json-links.tsx';
import { PageFrame } from './page-frame.tsx';
import { PolicyList } from './policy-list.tsx';
import { type Chart, ProbeChart } from './probe-chart.tsx';
import { RegionTable } from './region-table.tsx';
import { RuleLine } from './rule-line.tsx';

export type ComponentView = {
  summary: SystemSummary;
  component: ComponentSummary;
  intervals: readonly Interval<Status>[];
  unconfirmed: readonly Interval<Status>[];
  earlier: { intervals: number; unconfirmed: number };
  chart: Chart;
  policies: readonly Policy[];
};

/** Shows the page of one component. */
export function ComponentPage({ summary, component, intervals, unconfirmed, earlier, chart, policies }: ComponentView) {
  const now: Instant = summary.generatedAt;
  const texts = en.component;
  return (
    <PageFrame generatedAt={now}>
      <ComponentHeadline component={component} isArchived={summary.archived.includes(component)} now={now} />
      <div id="figures">
        <h2 className="sr-only">{texts.figures}</h2>
        <DayBars name={component.name} days={component.days} />
        <DayTable name={component.name} days={component.days} />
        <ComponentFigures component={component} />
        <p>
          <a
            href={`/uptime#${component.slug}`}
            className="inline-block min-h-6 text-accent underline underline-offset-4"
          >
            {texts.periods}
          </a>
        </p>
        <FleetLine component={component} />
        <RuleLine component={component} now={now} />
      </div>
      {component.regions.length > 0 && <RegionTable regions={component.regions} />}
      <ProbeChart chart={chart} dataAgeLimitMs={component.policy.dataAgeLimitMs} />
      <IntervalTable
        id="trouble"
        title={texts.trouble}
        none={texts.troubleNone}
        intervals={intervals}
        earlier={earlier.intervals}
        evaluatedUntil={component.evaluatedUntil ?? now}
        now={now}
      />
      {unconfirmed.length > 0 && (
        <IntervalTable
          id="unconfirmed"
          title={texts.unconfirmed}
          note={texts.unconfirmedNote(formatDuration(component.policy.confirmForMs))}
          none=""
          intervals={unconfirmed}
          earlier={earlier.unconfirmed}
          evaluatedUntil={component.evaluatedUntil ?? now}
          now={now}
        />
      )}
      <PolicyList policies={policies} now={now} />
      <JsonLinks slug={component.slug} month={component.month} />
    </PageFrame>
  );
}
