import { IntervalTable } from '#components/site/incidents/interval-table';
import { Card, CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import { formatDuration } from '#components/ui/format-duration.ts';
import type { Status } from '#domain/measurement/status';
import type { ComponentSummary } from '#domain/site/summary';
import type { Instant, Interval } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';

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
    <section className="my-9 space-y-4 sm:my-12 sm:mb-4" id="trouble" aria-labelledby="trouble-title">
      <h2 id="trouble-title" className="text-section">
        {TEXT.downtime}
      </h2>
      <Card>
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
          <CardSection>
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
