import { IntervalTable } from '#components/site/incidents/interval-table';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { formatDuration } from '#components/ui/format-duration.ts';
import { ZoneName } from '#components/ui/zone-name';
import type { Status } from '#domain/measurement/status';
import type { ComponentSummary } from '#domain/site/summary';
import type { Instant, Interval } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import { en } from '#messages/en/site';

const TEXT = enFigures.component;

type Props = {
  component: ComponentSummary;
  intervals: readonly Interval<Status>[];
  unconfirmed: readonly Interval<Status>[];
  earlier: { intervals: number; unconfirmed: number };
  now: Instant;
};

/** Shows the measured failures and missing data of the last 90 days, and in a disclosure the failures that were too short to count. */
export function MeasuredDowntime({ component, intervals, unconfirmed, earlier, now }: Props) {
  const evaluatedUntil = component.evaluatedUntil ?? now;
  return (
    <section className="mt-9 mb-3 space-y-3 sm:mt-12" id="trouble" aria-labelledby="trouble-title">
      <header className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="trouble-title" className="text-section">
          {TEXT.downtime}
        </h2>
        <p className="text-small text-quiet">
          {en.live.zone} <ZoneName />
        </p>
      </header>
      <Card className="mt-4">
        <CardSection>
          {intervals.length === 0 ? (
            <p>{TEXT.downtimeNone}</p>
          ) : (
            <IntervalTable
              title={TEXT.downtime}
              intervals={intervals}
              earlier={earlier.intervals}
              evaluatedUntil={evaluatedUntil}
            />
          )}
        </CardSection>
      </Card>
      {unconfirmed.length > 0 && (
        <Card id="unconfirmed">
          <CardSection className="sm:py-4">
            <Disclosure summary={TEXT.unconfirmedCount(unconfirmed.length + earlier.unconfirmed)} isStrong>
              <p className="mt-2 mb-4 text-small text-quiet">
                {TEXT.unconfirmedNote(formatDuration(component.policy.confirmForMs))}
              </p>
              <IntervalTable
                title={TEXT.unconfirmedTitle}
                intervals={unconfirmed}
                earlier={earlier.unconfirmed}
                evaluatedUntil={evaluatedUntil}
              />
            </Disclosure>
          </CardSection>
        </Card>
      )}
    </section>
  );
}
