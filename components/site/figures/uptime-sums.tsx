import { CardSection } from '#components/ui/card';
import { Disclosure } from '#components/ui/disclosure';
import type { HistoryPeriod } from '#domain/sla/uptime-history';
import { monthUtc } from '#domain/time/format-utc';
import type { Instant } from '#domain/time/interval';
import { enFigures } from '#messages/en/figures';
import type { ComponentHistory } from '#server/sla/uptime-record';
import { UptimeSum } from './uptime-sum.tsx';

const TEXT = enFigures.sum;

type Props = {
  component: ComponentHistory;
  periods: readonly { period: HistoryPeriod; title: string }[];
  year: string;
  level: 2 | 3;
  now: Instant;
};

/** Shows how the uptime of each period is calculated. The period with the most downtime for its length is open. */
export function UptimeSums({ component, periods, year, level, now }: Props) {
  const shown = periods.filter(({ period }) => period.uptimeMillionths !== null && period.hasEnoughData);
  if (shown.length === 0) return null;
  const worst = shown.reduce((a, b) => ((b.period.uptimeMillionths ?? 0) < (a.period.uptimeMillionths ?? 0) ? b : a));
  const Heading = level === 2 ? 'h3' : 'h4';
  return (
    <CardSection>
      <Disclosure summary={<Heading className="inline">{TEXT.title}</Heading>}>
        <div className="mt-3 space-y-3">
          {shown.map((one) => {
            const name = one.title === year ? year : monthUtc(one.period.from);
            return (
              <Disclosure key={name} summary={name} isOpen={one === worst}>
                <UptimeSum component={component} period={one.period} name={name} now={now} />
              </Disclosure>
            );
          })}
        </div>
      </Disclosure>
    </CardSection>
  );
}
