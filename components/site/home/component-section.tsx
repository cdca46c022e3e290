import { ComponentFigures } from '#components/site/figures/component-figures';
import { RegionsNow } from '#components/site/figures/regions-now';
import { RuleLine } from '#components/site/figures/rule-line';
import { CardSection } from '#components/ui/card';
import { DayBars } from '#components/ui/day-bars';
import { DayTable } from '#components/ui/day-table';
import { Disclosure } from '#components/ui/disclosure';
import { FleetLine } from '#components/ui/fleet-line';
import { formatDuration } from '#components/ui/format-duration.ts';
import { STALE_AFTER_MS } from '#domain/measurement/shown-state';
import { isOutage } from '#domain/measurement/status';
import type { ComponentSummary, DayFigures } from '#domain/site/summary';
import type { Instant } from '#domain/time/interval';
import { en } from '#messages/en/site';
import { ComponentStatus } from './component-status.tsx';
import { dayAddress } from './day-address.ts';
import { SlaBlock } from './sla-block.tsx';

type Props = { component: ComponentSummary; now: Instant };

/** Shows one component in full: current status, days, uptime of the month, fleet, and all figures on demand. */
export function ComponentSection({ component, now }: Props) {
  const { slug, name, description, status, regions, days } = component;
  const isDown = isOutage(status);
  const hrefOf = (day: DayFigures) => dayAddress(slug, day);
  return (
    <CardSection id={slug} labelledBy={`${slug}-name`}>
      <div className="component-title">
        <h2 id={`${slug}-name`} className="text-section">
          <a href={`/components/${slug}`} className="hover:underline">
            {name}
          </a>
        </h2>
        <ComponentStatus component={component} now={now} />
        {description && <p className="text-small text-quiet">{description}</p>}
      </div>
      {isDown && regions.length > 1 && (
        <div className="mt-4">
          <RegionsNow name={name} regions={regions} />
        </div>
      )}
      {days.length > 0 && (
        <div className="mt-2">
          <DayBars name={name} days={days} hrefOf={hrefOf} isOngoing={isDown} />
        </div>
      )}
      <div className="mt-7">
        <SlaBlock component={component} />
      </div>
      <div className="mt-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <div>
          <FleetLine component={component} />
          <ChangesOnly component={component} now={now} />
        </div>
        <AllFigures component={component} now={now} hrefOf={hrefOf} />
      </div>
    </CardSection>
  );
}

/** Explains a last report that is old although the status is known. */
function ChangesOnly({ component: { status, latestObservedAt }, now }: Props) {
  if (status === 'unknown' || status === 'not_monitored' || latestObservedAt === null) return null;
  if (now - latestObservedAt <= STALE_AFTER_MS) return null;
  return <p className="text-small text-quiet">{en.fleet.changesOnly(formatDuration(now - latestObservedAt, 2))}</p>;
}

type FiguresProps = Props & { hrefOf: (day: DayFigures) => string | null };

function AllFigures({ component, now, hrefOf }: FiguresProps) {
  const { slug, name, days } = component;
  const summary = (
    <>
      {en.figures.all}
      <span className="sr-only">: {name}</span>
    </>
  );
  return (
    <Disclosure summary={summary} className="open:basis-full">
      <div className="mt-3 space-y-3">
        <ComponentFigures component={component} />
        <RuleLine component={component} now={now} />
        <DayTable name={name} days={days} hrefOf={hrefOf} />
        <p className="text-small">
          <a href={`/components/${slug}`} className="link">
            {en.more(name)}
          </a>
        </p>
      </div>
    </Disclosure>
  );
}
