import { ComponentFigures } from '#components/site/figures/component-figures';
import { PolicyList } from '#components/site/figures/policy-list';
import { type Chart, ProbeChart } from '#components/site/figures/probe-chart';
import { RegionsNow } from '#components/site/figures/regions-now';
import { RuleLine } from '#components/site/figures/rule-line';
import { BackLink } from '#components/site/frame/back-link';
import { JsonLinks } from '#components/site/frame/json-links';
import { PageFrame } from '#components/site/frame/page-frame';
import { Card, CardSection } from '#components/ui/card';
import { DayBars } from '#components/ui/day-bars';
import { DayTable } from '#components/ui/day-table';
import { Disclosure } from '#components/ui/disclosure';
import { FleetLine } from '#components/ui/fleet-line';
import type { Policy } from '#domain/measurement/policy';
import { isOutage, type Status } from '#domain/measurement/status';
import type { ComponentSummary, DayFigures, SystemSummary } from '#domain/site/summary';
import type { Interval } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import { en } from '#messages/en/site';
import { ComponentHeadline } from './component-headline.tsx';
import { dayAddress } from './day-address.ts';
import { MeasuredDowntime } from './measured-downtime.tsx';
import { SlaBlock } from './sla-block.tsx';

export type ComponentView = {
  summary: SystemSummary;
  component: ComponentSummary;
  intervals: readonly Interval<Status>[];
  unconfirmed: readonly Interval<Status>[];
  earlier: { intervals: number; unconfirmed: number };
  chart: Chart;
  policies: readonly Policy[];
};

const TEXT = enFigures.component;

/** Shows the page of one component. */
export function ComponentPage({ summary, component, chart, policies, ...measured }: ComponentView) {
  const now = summary.generatedAt;
  return (
    <PageFrame generatedAt={now}>
      <BackLink href="/">{TEXT.back}</BackLink>
      <ComponentHeadline component={component} summary={summary} />
      <Figures component={component} now={now} />
      {component.regions.length > 0 && (
        <section className="mt-9 sm:mt-12" id="regions" aria-labelledby="regions-title">
          <h2 id="regions-title" className="text-section">
            {TEXT.regions}
          </h2>
          <p className="mt-1 text-small text-quiet">{TEXT.regionsNote}</p>
          <Card className="mt-4">
            <CardSection>
              <RegionsNow name={component.name} regions={component.regions} />
            </CardSection>
          </Card>
        </section>
      )}
      <ProbeChart slug={component.slug} chart={chart} dataAgeLimitMs={component.policy.dataAgeLimitMs} />
      <MeasuredDowntime component={component} {...measured} now={now} />
      <PolicyList policies={policies} now={now} />
      <JsonLinks slug={component.slug} month={component.month} />
    </PageFrame>
  );
}

type FiguresProps = { component: ComponentSummary; now: number };

function Figures({ component, now }: FiguresProps) {
  const { slug, name, description, days } = component;
  const hrefOf = (day: DayFigures) => dayAddress(slug, day);
  return (
    <Card id="figures" labelledBy="figures-title" className="mt-4 sm:mt-6">
      <CardSection>
        <div>
          <h2 id="figures-title" className="text-row font-semibold text-ink">
            {en.figures.last90Days}
          </h2>
          {description && <p className="text-small text-quiet">{description}</p>}
        </div>
        <DayBars name={name} days={days} hrefOf={hrefOf} isOngoing={isOutage(component.status)} />
        <div className="mt-7">
          <SlaBlock component={component} />
        </div>
        <div className="mt-5 mb-4">
          <FleetLine component={component} />
        </div>
        <Disclosure summary={en.figures.all} isOpen>
          <div className="mt-2">
            <ComponentFigures component={component} />
          </div>
          <p className="mt-3 text-small">
            <a href={`/uptime#${slug}`} className="link">
              {TEXT.periods}
            </a>
          </p>
          <RuleLine component={component} now={now} />
          <div className="mt-3">
            <DayTable name={name} days={days} hrefOf={hrefOf} />
          </div>
        </Disclosure>
      </CardSection>
    </Card>
  );
}
